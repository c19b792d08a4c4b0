/**
 * Sends webhooks to the subject's endpoint over real sockets, each on a connection of its own, and accounts for their
 * bytes like the wire does for its own: so the clock stands still while a delivery or its answer is on its way.
 */
import { type ClientRequest, request as open } from 'node:http';
import type { Socket } from 'node:net';
import type { AnswerEvent } from '../model/trace.ts';
import type { WireState } from '../ports/clock.ts';
import type { SignedDelivery } from '../ports/webhook.ts';
import { type Connection, connectionBook, isBlocked } from '../wire/connection-book.ts';

export interface Target {
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  readonly port: number;
  readonly path: string;
}

export interface Sending {
  readonly hangUp: boolean;
  /** The sender's patience on the case's clock: when it resolves before an answer came, the connection is closed. */
  readonly giveUp: Promise<void>;
}

export type Answer = AnswerEvent['result'];

export interface Sender extends WireState {
  send(target: Target, message: SignedDelivery, sending: Sending): Promise<Answer>;
  /** Closes what is still open. */
  end(): Promise<void>;
}

const longestAnswer = 65_536;

const failure = (error: NodeJS.ErrnoException): Answer => ({
  kind: error.code === 'ECONNREFUSED' ? 'refused' : 'reset',
});

const headersOf = ({ headers, body }: SignedDelivery): { [name: string]: string | string[] } => ({
  ...Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  ),
  'Content-Length': String(body.byteLength),
  Connection: 'close',
});

export const createSender = (): Sender => {
  const book = connectionBook();
  const underWay = new Set<{ connection: Connection | undefined; written: boolean }>();

  const exchange = (request: ClientRequest, { hangUp, giveUp }: Sending): Promise<Answer> =>
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
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          if (body.length < longestAnswer) body += piece;
        });
        response.on('error', (error) => resolve(failure(error)));
        response.on('end', () =>
          resolve({ kind: 'answered', status: response.statusCode ?? 0, body: body.slice(0, longestAnswer) }),
        );
      });
      if (hangUp) request.on('finish', () => leave({ kind: 'left' }));
      void giveUp.then(() => leave({ kind: 'none' }));
    });

  return {
    async send({ host = '127.0.0.1', port, path }, message, sending) {
      const progress: { connection: Connection | undefined; written: boolean } = {
        connection: undefined,
        written: false,
      };
      underWay.add(progress);
      const request = open({
        host,
        port,
        path,
        method: 'POST',
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
    connections: book.states,
    turnover: book.turnover,
    busy: () =>
      book.isClosing() ||
      [...underWay].some(({ connection, written }) => !written && !(connection !== undefined && isBlocked(connection))),
    end: book.dropAll,
  };
};
