/** Both directions on real sockets: Linear's webhook comes in, a comment goes out to a simulated Linear in plain MSW. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linear, linearIds } from '@compass/gauntlet/providers';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Service, startService, webhookPath } from './service.ts';

const apiKey = `lin_api_${'x1Yz'.repeat(10)}`;
const webhookSecret = `lin_wh_${'q7Rt'.repeat(10)}`;
const server = setupServer();

let folder: string;
let service: Service;

const start = (): Promise<Service> =>
  startService({
    apiKey,
    webhookSecret,
    teamId: linearIds.team('ENG'),
    webhookPort: 0,
    store: join(folder, 'linear.db'),
  });

async function restart(): Promise<void> {
  await service.stop();
  service = await start();
}

const body = (issue: number, sentAt = Date.now()): string =>
  JSON.stringify({
    type: 'Issue',
    action: 'create',
    createdAt: '2026-11-23T10:00:00.000Z',
    data: { id: linearIds.issue('ENG', issue) },
    webhookId: 'w-1',
    webhookTimestamp: sentAt,
  });

const sign = (text: string): string => createHmac('sha256', webhookSecret).update(text).digest('hex');

async function deliver(text: string, signature = sign(text)): Promise<number> {
  const url = `http://127.0.0.1:${service.webhookPort}${webhookPath}`;
  const reply = await fetch(url, { method: 'POST', body: text, headers: { 'linear-signature': signature } });
  return reply.status;
}

beforeAll(() => server.listen({ onUnhandledFrame: 'bypass' }));
beforeEach(async () => {
  // The shortest jitter there is, and a quiet log.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  folder = mkdtempSync(join(tmpdir(), 'linear-example-'));
  service = await start();
});
afterEach(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
  server.resetHandlers();
});
afterAll(() => server.close());

const simulated = async () => {
  const running = await linear().open({ seed: 1, credentials: { apiKey }, now: Date.now });
  server.use(...running.handlers);
  return running;
};

test('a new issue is welcomed once, however often and over however many restarts it is delivered', async () => {
  const { ledger } = await simulated();
  expect(await Promise.all([deliver(body(1)), deliver(body(1))])).toEqual([200, 200]);
  await expect.poll(ledger).toHaveLength(1);
  await restart();
  expect(await deliver(body(1, Date.now() + 1_000))).toBe(200);
  expect(await deliver(body(2))).toBe(200);
  await expect.poll(ledger).toHaveLength(2);
  expect(service.deadLetters()).toEqual([]);
});

test('what was acknowledged and not done is done after the restart', async () => {
  let isHeld = true;
  const { ledger } = await simulated();
  server.use(http.post('https://api.linear.app/graphql', () => (isHeld ? new Promise<never>(() => {}) : undefined)));
  expect(await deliver(body(1))).toBe(200);
  isHeld = false;
  await restart();
  await expect.poll(ledger).toHaveLength(1);
});

test('what Linear refuses for good is a dead letter, and still one after a restart', async () => {
  server.use(
    http.post('https://api.linear.app/graphql', () =>
      HttpResponse.json({ errors: [{ message: 'no', extensions: { type: 'forbidden' } }] }, { status: 403 }),
    ),
  );
  await deliver(body(1));
  await expect.poll(() => service.deadLetters()).toMatchObject([{ operation: 'welcome_task' }]);
  await restart();
  expect(service.deadLetters()).toHaveLength(1);
});

test('what is forged, old, unreadable or too large is refused, and nothing comes of it', async () => {
  const { ledger } = await simulated();
  const now = Date.now();
  expect(await deliver(body(1), sign(body(2)))).toBe(401);
  expect(await deliver(body(1), sign(body(1)).slice(1))).toBe(401);
  expect(await deliver(body(1), '')).toBe(401);
  expect(await deliver(body(1, now - 301_000))).toBe(400);
  expect(await deliver('null')).toBe(400);
  expect(await deliver(`${' '.repeat(1_048_577)}`)).toBe(413);
  expect(ledger()).toEqual([]);
});

test('without a secret nothing starts', async () => {
  const settings = { apiKey, webhookSecret: '', teamId: 't', webhookPort: 0, store: join(folder, 'other.db') };
  await expect(startService(settings)).rejects.toThrow('LINEAR_WEBHOOK_SECRET is not set');
});
