/** A provider that counts bytes, as small as can be: what the tests of this folder put in the wire's place. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { WireState } from '../ports/clock.ts';

export interface TestProvider {
  readonly wire: WireState;
  readonly port: number;
  readonly url: string;
  /** Answers each request; not answering holds it. */
  answer: (request: IncomingMessage, reply: ServerResponse) => void;
  close(): Promise<void>;
}

export async function openTestProvider(): Promise<TestProvider> {
  const sockets = new Set<Socket>();
  const server = createServer((request, reply) => provider.answer(request, reply));
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const provider: TestProvider = {
    port,
    url: `http://127.0.0.1:${port}`,
    wire: {
      // It answers at once or not at all.
      busy: () => false,
      connections: () =>
        [...sockets]
          .filter((socket) => !socket.destroyed)
          .map((socket) => ({
            clientPort: socket.remotePort ?? 0,
            bytesRead: socket.bytesRead,
            bytesWritten: socket.bytesWritten,
            finSent: socket.writableEnded,
            finRead: socket.readableEnded,
          })),
    },
    answer: (_request, reply) => reply.end('ok'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return provider;
}
