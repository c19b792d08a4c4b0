/**
 * An HTTP proxy on loopback for subjects that cannot be redirected below their sockets. A tunnel is bytes between two raw
 * sockets, so that faults below HTTP come through as they are; what goes to a host that no provider claims is refused.
 */
import { createServer, type IncomingMessage, request as open, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface HttpProxy {
  /** `http://127.0.0.1:40123` */
  readonly url: string;
  close(): Promise<void>;
}

export interface ProxyRoutes {
  /** `api.linear.app:443` to the loopback port that stands for it. */
  readonly redirects: { readonly [hostAndPort: string]: number };
  unclaimed(host: string, port: number): void;
}

/** What the one end tells, the other hears: an end, a reset, and back-pressure. */
const join = (from: Socket, to: Socket): void => {
  from.on('data', (chunk: Buffer) => {
    if (!to.write(chunk)) from.pause();
  });
  to.on('drain', () => from.resume());
  from.on('end', () => to.end());
  from.on('error', () => to.resetAndDestroy());
  from.on('close', (hadError) => {
    if (!hadError && !from.readableEnded) to.destroy();
  });
};

const refusal = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

export const openProxy = async ({ redirects, unclaimed }: ProxyRoutes): Promise<HttpProxy> => {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    // Whoever joins two of them passes it on; alone it concerns nobody.
    socket.on('error', () => {});
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };

  const tunnel = (request: IncomingMessage, client: Socket, head: Buffer): void => {
    const [host = '', port = '443'] = (request.url ?? '').toLowerCase().split(':');
    const target = redirects[`${host}:${port}`];
    if (target === undefined) {
      unclaimed(host, Number(port));
      client.end(refusal);
      return;
    }
    const wire = keep(connect({ port: target, host: '127.0.0.1', allowHalfOpen: true }));
    wire.once('connect', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      if (head.length > 0) wire.write(head);
      join(client, wire);
      join(wire, client);
    });
    wire.once('error', () => client.resetAndDestroy());
  };

  /** Plain HTTP comes with the whole address. */
  const forward = (request: IncomingMessage, reply: ServerResponse): void => {
    const url = URL.parse(request.url ?? '');
    const port = Number(url?.port === '' ? 80 : url?.port);
    const target = url === null ? undefined : redirects[`${url.hostname}:${port}`];
    if (url === null || target === undefined) {
      unclaimed(url?.hostname ?? 'unknown', port);
      reply.writeHead(502).end();
      return;
    }
    const { 'proxy-connection': _, ...headers } = request.headers;
    const passed = open({
      host: '127.0.0.1',
      port: target,
      method: request.method,
      path: request.url,
      headers,
      agent: false,
      setDefaultHeaders: false,
    });
    const breakOff = () => request.socket.resetAndDestroy();
    passed.on('error', breakOff);
    passed.on('response', (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.on('data', (chunk) => reply.write(chunk));
      answer.on('end', () => (answer.complete ? reply.end() : request.socket.end()));
      answer.on('error', breakOff);
    });
    reply.on('close', () => passed.destroy());
    request.pipe(passed);
  };

  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, forward);
  server.on('connection', keep);
  server.on('connect', (request, socket: Duplex, head) => tunnel(request, socket as Socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
