/**
 * An input-only integration for the tests of deliveries. Its endpoint verifies like a sound one and then does what each
 * payload asks for; its timer ticks each millisecond while a connection is open, so that a clock that moves too early shows.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { linear } from '../providers/index.ts';
import { defineIntegration } from './index.ts';

interface Asked {
  readonly does: 'answer' | 'answer-first' | 'fail' | 'hang' | 'slow' | 'crash' | 'close' | 'storm';
  /** For `fail`: how many attempts. */
  readonly times?: number;
  /** For `slow`, and for the work of `answer-first`. */
  readonly ms?: number;
}

const fiveMinutesMs = 300_000;

const rawBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

const say = (line: object): void => console.log(JSON.stringify(line));

export default defineIntegration({
  service: 'linear',
  type: 'input-only',
  providers: [linear()],
  secrets: { LINEAR_API_KEY: 'linear.apiKey', LINEAR_WEBHOOK_SECRET: 'linear.webhookSecret' },
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {},
  webhook: { provider: 'linear', path: '/webhooks/linear', events: ['Issue.create'] },
  start: async (world) => {
    const secret = process.env.LINEAR_WEBHOOK_SECRET ?? '';
    const journal = join(world.stateDir, 'journal');
    const entries = (): readonly string[] =>
      existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').slice(0, -1) : [];
    const note = (entry: string): void => appendFileSync(journal, `${entry}\n`);
    const underWay = new Set<string>();

    const act = async (id: string, asked: Asked, response: ServerResponse): Promise<void> => {
      const end = (status: number, text = ''): void => {
        response.writeHead(status).end(text);
      };
      if (entries().includes(`done ${id}`)) return end(200, 'done before');
      switch (asked.does) {
        case 'fail':
          if (entries().filter((entry) => entry === `failed ${id}`).length < (asked.times ?? 0)) {
            note(`failed ${id}`);
            return end(503);
          }
          break;
        case 'hang':
          return;
        case 'slow':
          if (underWay.has(id)) return end(409, 'under way');
          underWay.add(id);
          await sleep(asked.ms ?? 0);
          break;
        case 'answer-first':
          setTimeout(() => note(`done ${id}`), asked.ms);
          return end(200);
        case 'crash':
          setImmediate(() => {
            throw new Error('did not see that coming');
          });
          return;
        case 'close':
          response.destroy();
          return;
        case 'storm':
          // Calls its provider for ever, and never waits.
          for (;;) await fetch('https://api.linear.app/graphql').then((reply) => reply.text());
      }
      note(`done ${id}`);
      end(200);
    };

    const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const began = Date.now();
      const id = String(request.headers['linear-delivery']);
      if (id.startsWith('unread')) {
        response.writeHead(413).end('too large');
        return;
      }
      const body = await rawBody(request);
      say({ received: id, began, read: Date.now(), bytes: body.byteLength });
      const expected = createHmac('sha256', secret).update(body).digest('hex');
      if (!isSame(String(request.headers['linear-signature']), expected)) {
        console.log(`signature should have been ${expected}`);
        response.writeHead(401).end(`signature should have been ${expected}`);
        return;
      }
      const { webhookTimestamp, data } = JSON.parse(body.toString());
      if (began - webhookTimestamp > fiveMinutesMs) response.writeHead(401).end(`too old: ${expected}`);
      else await act(id, data, response);
    };

    const server = createServer((request, response) => {
      receive(request, response).catch((error: unknown) => say({ gone: String(error) }));
    });
    server.on('connection', (socket) => {
      const ticking = setInterval(() => {}, 1);
      socket.on('close', () => clearInterval(ticking));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    return {
      webhookPort: typeof address === 'object' && address !== null ? address.port : 0,
      perform: async () => ({ ok: true }),
      effects: () =>
        entries()
          .filter((entry) => entry.startsWith('done '))
          .map((entry) => ({ operation: 'take', entity: 'event', id: entry.slice('done '.length) })),
      stop: () => {
        server.closeAllConnections();
        server.close();
      },
    };
  },
});
