/**
 * Sends webhooks, and whatever else the harness asks of a server of the subject's, over real sockets, each on a connection
 * of its own, and accounts for their bytes like the wire does for its own: so the clock stands still while one is on its way.
 */
import { type ClientRequest, request as open } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Answer, OutgoingMessage, Sender, Sending } from '../ports/sender.ts';
import { type Connection, connectionBook, isBlocked } from '../wire/connection-book.ts';

const longestAnswer = 65_536;
/** Nobody reads an answer to its end that goes on for so long. */
const endless = 64 * 1024 * 1024;

const failure = (error: NodeJS.ErrnoException): Answer => ({
  kind: error.code === 'ECONNREFUSED' ? 'refused' : 'reset',
});

const headersOf = ({ headers, body }: OutgoingMessage): { [name: string]: string | string[] } => ({
  ...Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  ),
  'Content-Length': String(body.byteLength),
  Connection: 'close',
});

export const createSender = (): Sender => {
  const book = connectionBook();
  const underWay = new Set<{ connection: Connection | undefined; written: boolean }>();

  const exchange = (request: ClientRequest, { hangUp, giveUp, keep = longestAnswer }: Sending): Promise<Answer> =>
    new Promise((settle) => {
      let isSettled = false;
      const resolve = (answer: Answer) => {
        isSettled = true;
        settle(answer);
      };
      const leave = (answer: Answer) => {
        if (isSettled) return;
        resolve(answer);
        request.destroy();
      };
      request.on('error', (error) => resolve(failure(error)));
      request.on('response', (response) => {
        let body = '';
        let received = 0;
        const answered = (): Answer => ({
          kind: 'answered',
          status: response.statusCode ?? 0,
          body: body.slice(0, keep),
        });
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          received += piece.length;
          if (body.length < keep) body += piece;
          if (received > endless) leave(answered());
        });
        response.on('error', (error) => resolve(failure(error)));
        response.on('end', () => resolve(answered()));
      });
      if (hangUp) request.on('finish', () => leave({ kind: 'left' }));
      void giveUp.then(() => leave({ kind: 'none' }));
    });

  return {
    async send({ host = '127.0.0.1', port, path, method = 'POST' }, message, sending) {
      const progress: { connection: Connection | undefined; written: boolean } = {
        connection: undefined,
        written: false,
      };
      underWay.add(progress);
      const request = open({
        host,
        port,
        path,
        method,
        agent: false,
        headers: headersOf(message),
      });
      request.on('socket', (socket: Socket) => {
        socket.once('connect', () => {
          progress.connection = book.enterOutgoing(socket);
        });
      });
      request.on('finish', () => {
        progress.written = true;
      });
      const answer = exchange(request, sending);
      request.end(message.body);
      try {
        return await answer;
      } finally {
        underWay.delete(progress);
      }
    },
    knock: (port, host = '127.0.0.1') =>
      new Promise((resolve) => {
        const socket = connect(port, host);
        socket.once('error', () => resolve(false));
        socket.once('connect', () => {
          book.enterOutgoing(socket);
          socket.destroy();
          resolve(true);
        });
      }),
    connections: book.states,
    turnover: book.turnover,
    busy: () =>
      book.isClosing() ||
      [...underWay].some(({ connection, written }) => !written && !(connection !== undefined && isBlocked(connection))),
    end: book.dropAll,
  };
};
