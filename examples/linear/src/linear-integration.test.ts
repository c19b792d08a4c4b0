/** The integration as its users see it, on the real SDK, against a simulated Linear in plain MSW. */
import { linear, linearIds } from '@compass/gauntlet/providers';
import { getResponse, HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startLinear } from './linear-integration.ts';
import type { LogFields } from './log.ts';

const apiKey = `lin_api_${'x1Yz'.repeat(10)}`;
const graphql = 'https://api.linear.app/graphql';
const server = setupServer();

async function open() {
  const provider = linear();
  const running = await provider.open({ seed: 1, credentials: { apiKey }, now: Date.now });
  server.use(...running.handlers);
  const logged: (LogFields & { level: string })[] = [];
  const level = (name: string) => (fields: LogFields) => logged.push({ level: name, ...fields });
  const log = { info: level('INFO'), warn: level('WARN'), error: level('ERROR') };
  const integration = startLinear({ apiKey, teamId: linearIds.team('ENG') }, log);
  const perform = (operation: string, input: unknown) =>
    integration.perform(operation, input, {
      user: 'ada',
      correlationId: 'c-1',
      signal: new AbortController().signal,
    });
  /** The next request meets this instead. */
  const once = (answer: (request: Request) => Promise<Response>) =>
    server.use(http.post(graphql, ({ request }) => answer(request), { once: true }));
  const dialectRequest = async (request: Request) => ({
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body: await request.text(),
  });
  return { ...running, dialect: provider.dialect, integration, logged, perform, once, dialectRequest };
}

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
// The shortest jitter there is: no test waits.
beforeEach(() => vi.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => {
  vi.restoreAllMocks();
  server.resetHandlers();
});
afterAll(() => server.close());

test('a task whose reply was lost is created once, and reported as created', async () => {
  const { handlers, ledger, once, perform, logged } = await open();
  once(async (request) => {
    await getResponse([...handlers], request);
    return HttpResponse.error();
  });
  const outcome = await perform('create_task', { title: 'Water the plants' });
  expect(outcome).toEqual({ ok: true, value: { id: ledger()[0]?.id } });
  expect(ledger()).toHaveLength(1);
  expect(logged.map(({ level, reason }) => [level, reason])).toEqual([
    ['WARN', 'connection-lost'],
    ['INFO', 'already-created'],
    ['INFO', undefined],
  ]);
});

test('the same task of the same user is created once, of another user once more', async () => {
  const { integration, ledger, perform } = await open();
  const task = { title: 'Water the plants', description: 'All of them' };
  expect(await perform('create_task_once', task)).toEqual(await perform('create_task_once', task));
  const { signal } = new AbortController();
  await integration.perform('create_task_once', task, { user: 'grace', correlationId: 'c-2', signal });
  expect(ledger()).toHaveLength(2);
});

test("Linear's 400 for want of quota is waited for, and the user is told", async () => {
  const { dialect, dialectRequest, integration, once, perform } = await open();
  once(async (request) =>
    dialect.rateLimited(
      await dialectRequest(request),
      { form: 'seconds', seconds: 0 },
      { now: Date.now(), epochMs: Date.now(), credentials: { apiKey } },
    ),
  );
  expect(await perform('list_tasks', {})).toMatchObject({ ok: true });
  expect(integration.notifications()).toMatchObject([{ user: 'ada', operation: 'list_tasks', code: 'RATE_LIMITED' }]);
  expect(integration.deadLetters()).toEqual([]);
});

test('a wait above the cap ends in a dead letter, an alert and a time to come back', async () => {
  const { dialect, dialectRequest, integration, once, perform } = await open();
  once(async (request) =>
    dialect.rateLimited(
      await dialectRequest(request),
      { form: 'seconds', seconds: 600 },
      { now: Date.now(), epochMs: Date.now(), credentials: { apiKey } },
    ),
  );
  const outcome = await perform('create_task', { title: 'Water the plants' });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'RATE_LIMITED', retryable: true, retryAfter: 600 } });
  expect(integration.deadLetters()).toMatchObject([{ operation: 'create_task', input: { title: 'Water the plants' } }]);
  expect(integration.alerts()).toHaveLength(1);
});

test('a refused key is told as such, once, and what Linear wrote of it is nowhere', async () => {
  const { dialect, dialectRequest, integration, logged, once, perform } = await open();
  once(async (request) => dialect.error(await dialectRequest(request), 401, `Unknown key ${apiKey}`));
  const outcome = await perform('list_tasks', {});
  expect(outcome).toMatchObject({ ok: false, error: { code: 'AUTH_FAILED', retryable: false } });
  expect(logged).toMatchObject([{ level: 'ERROR', status_code: 401, error_code: 'AUTHENTICATION_ERROR' }]);
  expect(JSON.stringify([outcome, logged, integration.alerts()])).not.toContain(apiKey.slice(8, 16));
});

test('a task that does not exist is an answer for the one who looks for it', async () => {
  const { perform } = await open();
  expect(await perform('find_task', { task: 'ENG-999' })).toEqual({ ok: true, value: null });
  expect(await perform('comment_on_task', { task: 'ENG-999', body: 'Hello' })).toMatchObject({
    ok: false,
    error: { code: 'NOT_FOUND' },
  });
});
