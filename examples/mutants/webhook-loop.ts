/** A small endpoint on `node:http`: what happens is here, every decision is its `EndpointBehaviour`'s. */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningIntegration } from '@compass/gauntlet';
import { type Delivery, openStore } from '../standard-webhooks/src/store.ts';
import { type Answer, type EndpointBehaviour, workedOn } from './webhook-behaviour.ts';

const prefix = 'sha256=';

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const header = (request: IncomingMessage, name: string): string => [request.headers[name] ?? ''].flat().join(', ');

/** `work` resolves when nothing is left to be done for a delivery. */
export async function startEndpoint(
  does: EndpointBehaviour,
  file: string,
  work: (delivery: Delivery) => Promise<void>,
): Promise<Required<Pick<RunningIntegration, 'webhookPort' | 'stop'>>> {
  const store = openStore(file);
  const secret = does.secret();
  let stopped = false;

  async function workOn(delivery: Delivery): Promise<void> {
    await work(delivery);
    if (!stopped) store.book(delivery);
  }
  async function workLater(delivery: Delivery): Promise<void> {
    await sleep(does.worksAfter());
    if (!stopped) await workOn(delivery);
  }

  /** False for a duplicate. */
  function accept(delivery: Delivery): boolean {
    const isNew = does.keep(store, delivery);
    if (isNew) void workLater(delivery);
    return isNew;
  }

  async function answer(request: IncomingMessage, body: Buffer): Promise<Answer> {
    does.arrives(body, accept);
    const given = header(request, 'x-items-signature').replace(prefix, '');
    const seconds = header(request, 'x-items-timestamp');
    const digestOf = (text: Buffer): string =>
      createHmac('sha256', secret).update(`${seconds}.`).update(text).digest('hex');
    const checked = { expected: digestOf(body) };
    const isGenuine = does.signed(body).some((text) => does.isSame(given, digestOf(text)));
    if (!isGenuine) return does.refuses('not-verified', checked);
    if (!does.isFresh(Number(seconds) * 1_000, Date.now())) return does.refuses('too-old', checked);
    const delivery = does.read(body.toString());
    if (delivery === undefined) return does.refuses('not-readable', checked);
    const good = does.answers(delivery);
    if (!workedOn.includes(delivery.event)) return good;
    let isNew = false;
    let working: Promise<void> | undefined;
    await does.beforeAnswer(delivery, () => {
      isNew = does.keep(store, delivery);
      working = isNew ? workOn(delivery) : Promise.resolve();
      return working;
    });
    if (working === undefined) isNew = accept(delivery);
    return isNew ? good : does.answersDuplicate();
  }

  const server = createServer(async (request, reply) => {
    const body = await readBody(request).catch(() => Buffer.alloc(0));
    const { status, body: text } = await answer(request, body).catch((): Answer => ({ status: 500 }));
    reply.writeHead(status).end(text);
    const line = {
      timestamp: new Date().toISOString(),
      level: status < 300 ? does.levelOfAccepted() : 'WARN',
      service: 'items',
      operation: 'receive_webhook',
      request_id: randomUUID(),
      status_code: status,
      message: 'answered',
    };
    process.stdout.write(`${JSON.stringify(does.logs(line, body))}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  for (const delivery of does.resumes(store)) void workLater(delivery);
  return {
    webhookPort: (server.address() as AddressInfo).port,
    async stop() {
      stopped = true;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}
