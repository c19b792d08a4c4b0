/** A request and its reply as the wire needs them: of node:http and of node:http2 alike. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

export type Message = IncomingMessage | Http2ServerRequest;
export type Reply = ServerResponse | Http2ServerResponse;
export type Serve = (message: Message, reply: Reply) => void;

/** What both have in common, which their overloads hide. */
interface Common {
  write(part: Buffer, done: () => void): unknown;
  end(part: Buffer, done: () => void): unknown;
}

/** HTTP/2 has no words beside the number. */
export const writeStatus = (reply: Reply, status: number, words: string): void => {
  if ('stream' in reply) reply.writeHead(status);
  else reply.writeHead(status, ...(words === '' ? [] : [words]));
};

/** `done` when the operating system has the part, or, where it is empty, the head. */
export const writePart = (reply: Reply, part: Buffer, done: () => void): void => {
  const common: Common = reply;
  if (part.length > 0) return void common.write(part, done);
  // HTTP/2 has sent the head when it was written.
  if (!('stream' in reply)) reply.flushHeaders();
  setImmediate(done);
};

/** `said` when all of it was handed to Node. A reply over HTTP/2 ends a turn later, which its `close` tells. */
export const writeLast = (reply: Reply, part: Buffer, said: () => void, done: () => void): void => {
  const common: Common = reply;
  common.end(part, () => {
    said();
    if (!('stream' in reply) || reply.stream.closed) done();
  });
};

/** True while the client lets us send no more of it: HTTP/2 holds it back before the kernel would. */
export const isHeldBack = (reply: Reply): boolean =>
  'stream' in reply && reply.stream.session?.state.remoteWindowSize === 0;

/** Timeouts of our own would be behaviour that no plan asked for. */
export const withoutTimeouts = (server: Server): Server => {
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.timeout = 0;
  return server;
};
