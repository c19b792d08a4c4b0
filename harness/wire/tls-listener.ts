/**
 * A TLS listener that speaks HTTP/1.1, and HTTP/2 with a client that offers nothing else: wherever a client leaves the
 * choice, faults strike the same bytes as on the plain listener.
 */
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createTlsServer, type Server, type TlsOptions } from 'node:tls';
import { type Serve, withoutTimeouts } from './serve.ts';

type Offered = Parameters<NonNullable<TlsOptions['ALPNCallback']>>[0];

export const chooseProtocol = ({ protocols }: Offered): string => (protocols.includes('http/1.1') ? 'http/1.1' : 'h2');

export const createTlsListener = (options: TlsOptions, serve: Serve): Server => {
  const http1 = withoutTimeouts(createHttpServer(serve));
  const http2 = createHttp2Server(serve);
  // Whatever ends it is told by its connection and its streams; without a listener it would end the harness.
  http2.on('sessionError', () => {});
  return createTlsServer({ ...options, ALPNCallback: chooseProtocol }, (socket) =>
    (socket.alpnProtocol === 'h2' ? http2 : http1).emit('connection', socket),
  );
};
