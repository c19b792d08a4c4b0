import { once } from 'node:events';
import { createServer as createHttpServer, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type HttpProxy, openProxy } from './proxy.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => void server.close());
  return (server.address() as AddressInfo).port;
};

const open = async (port: number) => {
  const unclaimed: string[] = [];
  const proxy = await openProxy({
    redirects: { 'api.shop.example:443': port, 'api.shop.example:80': port },
    unclaimed: (host, at) => unclaimed.push(`${host}:${at}`),
  });
  closing.push(() => proxy.close());
  return { proxy, unclaimed };
};

/** A tunnel through the proxy, with what came through it. */
const tunnel = async ({ url }: HttpProxy, host: string) => {
  const socket: Socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
  closing.push(() => void socket.destroy());
  let heard = '';
  let error: NodeJS.ErrnoException | undefined;
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    heard += text;
  });
  socket.on('error', (reason) => {
    error = reason;
  });
  socket.write(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  await once(socket, 'data');
  return { socket, heard: () => heard, error: () => error };
};

test('a tunnel carries bytes and half-closes both ways', async () => {
  const port = await listen(
    createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('end', () => socket.end('and goodbye'));
      socket.on('data', (chunk) => socket.write(`heard ${chunk}`));
    }),
  );
  const { proxy } = await open(port);
  const { socket, heard } = await tunnel(proxy, 'api.shop.example:443');
  expect(heard()).toMatch(/^HTTP\/1\.1 200 /);
  socket.write('hello');
  await once(socket, 'data');
  // The other side still answers after our end.
  socket.end();
  await once(socket, 'end');
  expect(heard().split('\r\n\r\n')[1]).toBe('heard helloand goodbye');
});

test('a reset comes through as a reset, an early end as an end', async () => {
  for (const [how, code] of [
    ['resetAndDestroy', 'ECONNRESET'],
    ['end', undefined],
  ] as const) {
    const port = await listen(createServer((socket) => socket.once('data', () => socket[how]())));
    const { proxy } = await open(port);
    const { socket, error } = await tunnel(proxy, 'api.shop.example:443');
    socket.write('hello');
    await (code === undefined ? once(socket, 'end') : once(socket, 'close').catch(() => {}));
    expect(error()?.code).toBe(code);
  }
});

test('a host that nobody claims is refused and told', async () => {
  const { proxy, unclaimed } = await open(1);
  const { heard } = await tunnel(proxy, 'telemetry.example:443');
  expect(heard()).toMatch(/^HTTP\/1\.1 502 /);
  expect(unclaimed).toEqual(['telemetry.example:443']);
});

test('plain HTTP with the whole address is passed on, with its faults', async () => {
  const server = createHttpServer((message, reply) => {
    if (message.url?.endsWith('/reset')) message.socket.resetAndDestroy();
    else reply.writeHead(418, { 'x-told': 'yes' }).end(`${message.method} ${message.url} ${message.headers.host}`);
  });
  const { proxy, unclaimed } = await open(await listen(server));
  const ask = (path: string): Promise<string> =>
    new Promise((resolve) => {
      const { port } = new URL(proxy.url);
      const sent = request({ host: '127.0.0.1', port, path, method: 'PUT', headers: { Host: 'api.shop.example' } });
      sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      sent.on('response', async (reply) => {
        resolve(`${reply.statusCode} ${reply.headers['x-told']} ${(await reply.toArray()).join('')}`);
      });
      sent.end('body');
    });
  expect(await ask('http://api.shop.example/v1')).toBe('418 yes PUT http://api.shop.example/v1 api.shop.example');
  expect(await ask('http://api.shop.example/reset')).toBe('ECONNRESET');
  expect(await ask('http://other.example/')).toMatch(/^502 /);
  expect(unclaimed).toEqual(['other.example:80']);
});
