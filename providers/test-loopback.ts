/** For tests: serves a provider's handlers on a loopback port, so that real clients reach them over real sockets. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { getResponse, type RequestHandler } from 'msw';

export interface Loopback {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** `origin`: what the handlers were written against. A request that none of them answers gets 501. */
export async function serve(origin: string, handlers: () => readonly RequestHandler[]): Promise<Loopback> {
  const server = createServer(async (incoming, outgoing) => {
    const reply = await getResponse([...handlers()], await received(origin, incoming));
    outgoing.writeHead(reply?.status ?? 501, Object.fromEntries(reply?.headers ?? []));
    outgoing.end(await reply?.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function received(origin: string, incoming: IncomingMessage): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const method = incoming.method ?? 'GET';
  const body = await text(incoming);
  return new Request(new URL(incoming.url ?? '/', origin), { method, headers, ...(body === '' ? {} : { body }) });
}
