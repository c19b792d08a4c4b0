/** What a client of the generic REST provider relies on, over real sockets. */
import { afterEach, describe, expect, test } from 'vitest';
import type { OpenProvider } from '../../harness/ports/provider.ts';
import { type Loopback, serve } from '../test-loopback.ts';
import { type RestOptions, rest } from './provider.ts';

const apiKey = `rk_live_${'k'.repeat(40)}`;
const clientSecret = `cs_live_${'s'.repeat(40)}`;
const noon = Date.UTC(2026, 10, 23, 12);
const hour = 60 * 60 * 1000;

const opened: Loopback[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((loopback) => loopback.close()));
});

interface Bench {
  readonly provider: OpenProvider;
  readonly clock: { now: number };
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

async function bench(options: Partial<RestOptions> = {}): Promise<Bench> {
  const clock = { now: noon };
  const definition = rest({ collections: ['tasks'], origin: 'https://api.tracker.test', ...options });
  const provider = await definition.open({ seed: 3, credentials: { apiKey, clientSecret }, now: () => clock.now });
  const loopback = await serve('https://api.tracker.test', () => provider.handlers);
  opened.push(loopback);
  return {
    provider,
    clock,
    call: (method, path, body, headers = {}) =>
      fetch(`${loopback.url}${path}`, {
        method,
        headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

describe('resources', () => {
  test('are created, read, updated and deleted, and the ledger tells what really changed', async () => {
    const { call, provider } = await bench();
    const created = await call('POST', '/v1/tasks', { title: 'a' });
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: string };
    expect(await (await call('GET', `/v1/tasks/${id}`)).json()).toMatchObject({ id, title: 'a' });
    expect(await (await call('PATCH', `/v1/tasks/${id}`, { title: 'b' })).json()).toMatchObject({ id, title: 'b' });
    await call('PATCH', `/v1/tasks/${id}`, { title: 'b' });
    expect((await call('DELETE', `/v1/tasks/${id}`)).status).toBe(204);
    expect((await call('DELETE', `/v1/tasks/${id}`)).status).toBe(404);
    expect((await call('GET', '/v1/projects')).status).toBe(404);
    expect(provider.ledger()).toEqual([
      { operation: 'POST /v1/tasks', entity: 'tasks', id },
      { operation: 'PATCH /v1/tasks/{id}', entity: 'tasks', id },
      { operation: 'DELETE /v1/tasks/{id}', entity: 'tasks', id },
    ]);
    expect(provider.takeComplaints()).toEqual([]);
  });

  test('are listed page by page', async () => {
    const { call } = await bench();
    for (let index = 0; index < 5; index += 1) await call('POST', '/v1/tasks', { index });
    const seen: number[] = [];
    let after = '';
    for (let pages = 0; pages < 3; pages += 1) {
      const reply = await call('GET', `/v1/tasks?limit=2${after}`);
      const page = (await reply.json()) as { data: { index: number }[]; has_more: boolean; next: string | null };
      seen.push(...page.data.map(({ index }) => index));
      expect(page.has_more).toBe(pages < 2);
      after = `&after=${page.next}`;
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect((await call('GET', '/v1/tasks?limit=0')).status).toBe(422);
  });

  test('refuse a body that is no JSON object, with a complaint', async () => {
    const { call, provider } = await bench();
    const refused = await call('POST', '/v1/tasks', 'text');
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({
      error: { code: 'invalid_request', message: expect.any(String) },
    });
    expect(provider.takeComplaints()).toEqual(['POST /v1/tasks: the body is not a JSON object.']);
  });
});

describe('an idempotency key', () => {
  const key = { 'Idempotency-Key': 'a1' };

  test('gets the same reply again for 24 hours, without a second effect', async () => {
    const { call, provider, clock } = await bench();
    const first = await call('POST', '/v1/tasks', { title: 'a' }, key);
    clock.now += 24 * hour - 1;
    const second = await call('POST', '/v1/tasks', { title: 'a' }, key);
    expect(second.status).toBe(201);
    expect(await second.json()).toEqual(await first.json());
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(provider.ledger()).toHaveLength(1);
    clock.now += 1;
    await call('POST', '/v1/tasks', { title: 'a' }, key);
    expect(provider.ledger()).toHaveLength(2);
  });

  test('is refused for another request, with a complaint', async () => {
    const { call, provider } = await bench();
    await call('POST', '/v1/tasks', { title: 'a' }, key);
    const refused = await call('POST', '/v1/tasks', { title: 'b' }, key);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ error: { code: 'idempotency_key_reused' } });
    expect(provider.ledger()).toHaveLength(1);
    expect(provider.takeComplaints()).toHaveLength(1);
  });
});

test('a token is traded for the client secret in the body, works for an hour, and has a renewal', async () => {
  const { call, clock, provider } = await bench();
  const body = { grant_type: 'client_credentials', client_id: 'c', client_secret: clientSecret };
  const granted = await call('POST', '/oauth/token', body, { Authorization: '' });
  const { access_token: token, expires_in: seconds } = (await granted.json()) as Record<string, string>;
  expect(seconds).toBe(3600);
  const bearer = { Authorization: `Bearer ${token}` };
  expect((await call('GET', '/v1/tasks', undefined, bearer)).status).toBe(200);
  clock.now += hour;
  expect((await call('GET', '/v1/tasks', undefined, bearer)).status).toBe(401);
  await call('POST', '/oauth/token', body);
  expect((await call('GET', '/v1/tasks', undefined, bearer)).status).toBe(200);
  const wrong = await call('POST', '/oauth/token', { ...body, client_secret: 'cs_live_other' });
  expect(wrong.status).toBe(401);
  expect(provider.takeComplaints()).toEqual([]);
  expect((await call('POST', '/oauth/token', { client_id: 'c' })).status).toBe(400);
  expect(provider.takeComplaints()).toHaveLength(1);
});

test('a missing or misshapen Authorization is complained of, a wrong credential is only refused', async () => {
  const { call, provider } = await bench();
  const revoked = { Authorization: 'Bearer rk_live_revoked' };
  expect((await call('GET', '/v1/tasks', undefined, revoked)).status).toBe(401);
  expect(provider.takeComplaints()).toEqual([]);
  expect((await call('GET', '/v1/tasks', undefined, { Authorization: apiKey })).status).toBe(401);
  expect(provider.takeComplaints()).toHaveLength(1);
});

test('the quota is told on every reply, refuses with Retry-After and resets on the clock of the case', async () => {
  const { call, clock } = await bench({ limits: { requests: 2, windowMs: 60_000 } });
  const first = await call('GET', '/v1/tasks');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
  expect(first.headers.get('x-ratelimit-reset')).toBe(String((noon + 60_000) / 1000));
  clock.now += 15_000;
  await call('GET', '/v1/tasks');
  const refused = await call('POST', '/v1/tasks', { title: 'a' });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('45');
  clock.now += 45_000;
  expect((await call('POST', '/v1/tasks', { title: 'a' })).status).toBe(201);
});
