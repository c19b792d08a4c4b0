/** A service in a process of its own, from its contract to its trace, on the real clock; and everything that can be wrong with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { nowhere, type OpenBench, openCaseBench } from './case-bench.ts';
import { faults } from './faults/index.ts';
import { loadContract } from './load-contract.ts';
import type { Action, PlannedFault } from './model/plan.ts';
import type { Trace, TraceEvent } from './model/trace.ts';
import { ContractError } from './ports/errors.ts';
import { runCase } from './run.ts';
import { claimPort } from './subjects/claimed-port.ts';

const service = fileURLToPath(new URL('./subjects/test-service.ts', import.meta.url));

type Clock = 'real' | 'virtual';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'services-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const operation = (path: string, method = 'POST') => `{ stateChanging: true, idempotency: 'none', kind: 'other',
  input: fc.constant({}), http: { method: '${method}', path: '${path}' } }`;

const startedAs = (does: string, clock: Clock) => `
    kind: 'command',
    command: [process.execPath, ${JSON.stringify(service)}],
    ${clock === 'real' ? "clock: 'real'," : ''}
    env: { PORT: '{port}', STATE: '{stateDir}', DOES: '${does}' },
    ready: { path: '/health' },`;

const contractText = (subject: string, does: string, clock: Clock) => `
import { fc } from '@compass/gauntlet';
import { rest, standardWebhooks } from '@compass/gauntlet/providers';
const apiKey = { prefix: 'rk_live_', randomLength: 40, use: 'credential' };
const secrets = { apiKey, [standardWebhooks.secret]: standardWebhooks.secretShape };
export default {
  service: 'shop', type: 'bidirectional',
  providers: [rest({ id: 'shop', origin: 'https://api.shop.example', collections: ['orders'], secrets })],
  secrets: { SHOP_KEY: 'shop.apiKey', SHOP_SECRET: 'shop.' + standardWebhooks.secret },
  webhook: { provider: 'shop', path: '/queued', events: ['order.created'], dialect: standardWebhooks },
  policy: { maxRetries: 0, baseDelayMs: 50, maxDelayMs: 100, attemptTimeoutMs: 500 },
  operations: { order: ${operation('/order')}, patient: ${operation('/patient')}, deferred: ${operation('/deferred')},
    accepted: ${operation('/accepted')}, leave: ${operation('/leave')}, crash: ${operation('/crash')}, hang: ${operation('/hang', 'GET')},
    garbage: ${operation('/garbage')}, endless: ${operation('/endless')}, binary: ${operation('/binary')} },
  subject: {
    ${subject.startsWith('kind:') ? '' : startedAs(does, clock)}
    probes: { effects: { path: '/journal' } },
    ${subject}
  },
};`;

let files = 0;
const open = async (clock: Clock, subject = '', does = ''): Promise<OpenBench> => {
  files += 1;
  const path = join(folder, `c${files}.contract.ts`);
  await writeFile(path, contractText(subject, does, clock));
  return openCaseBench(await loadContract(path), faults, 1, false);
};

const perform = (name: string): Action => ({
  kind: 'perform',
  operation: name,
  input: {},
  user: 'ada',
  correlationId: 'c',
});

const run = async (
  bench: OpenBench,
  actions: readonly Action[],
  ...planned: readonly PlannedFault[]
): Promise<Trace> => {
  const trace = await runCase('service#0', { scenario: 'service', seed: 1, actions, faults: planned }, bench, nowhere);
  expect(eventsOf(trace, 'harness-error')).toEqual([]);
  return trace;
};

const eventsOf = <T extends TraceEvent['type']>({ events }: Trace, type: T) =>
  events.filter((event): event is Extract<TraceEvent, { readonly type: T }> => event.type === type);
const resultsOf = (trace: Trace) => eventsOf(trace, 'outcome').map(({ result }) => result);

const withBench = async (
  clock: Clock,
  use: (bench: OpenBench) => Promise<void>,
  subject = '',
  does = '',
): Promise<void> => {
  const bench = await open(clock, subject, does);
  try {
    await use(bench);
  } finally {
    await bench.close();
  }
};

describe.each(['real', 'virtual'] as const)('on the %s clock', (clock) => {
  test('an operation goes through the service to the provider and back, and its log is told in order', () =>
    withBench(clock, async (bench) => {
      const trace = await run(bench, [perform('order'), { kind: 'restart' }, perform('order')]);
      expect(trace.clock).toBe(clock);
      expect(resultsOf(trace)).toEqual([
        { kind: 'ok', value: { status: 201, before: 0 } },
        // What it keeps outlasts a restart, and is gone with the case.
        { kind: 'ok', value: { status: 201, before: 1 } },
      ]);
      const order = trace.events.flatMap(({ type }) =>
        ['request', 'reply', 'log', 'outcome', 'exit'].includes(type) ? [type] : [],
      );
      expect(order.slice(order.indexOf('request'))).toEqual([
        ...['request', 'reply', 'log', 'outcome'],
        ...['exit', 'log', 'request', 'reply', 'log', 'outcome'],
      ]);
      expect(eventsOf(trace, 'effect').filter(({ source }) => source === 'probe')).toHaveLength(2);
      const again = await run(bench, [perform('order')]);
      expect(resultsOf(again)).toEqual([{ kind: 'ok', value: { status: 201, before: 0 } }]);
    }));

  test('what it leaves to the background comes after its answer', () =>
    withBench(clock, async (bench) => {
      const trace = await run(bench, [perform('accepted'), perform('accepted')]);
      const order = trace.events.flatMap(({ type }) => (['request', 'reply', 'outcome'].includes(type) ? [type] : []));
      expect(order).toEqual(['outcome', 'request', 'reply', 'outcome', 'request', 'reply']);
    }));

  test('work that a queue takes up a while after the answer is waited for', () =>
    withBench(clock, async (bench) => {
      const event = { kind: 'deliver', event: 'order.created', deliveryId: 'msg_1', payload: {} } as const;
      const trace = await run(bench, [event]);
      const order = trace.events.flatMap(({ type }) => (['answer', 'request', 'reply'].includes(type) ? [type] : []));
      expect(order).toEqual(['answer', 'request', 'reply']);
    }));

  test('one that closes its port before it ends has ended', () =>
    withBench(clock, async (bench) => {
      const trace = await run(bench, [perform('leave')]);
      expect(eventsOf(trace, 'exit')).toMatchObject([{ code: 5, why: 'crashed' }]);
    }));

  test('a refused connection is one attempt that can be counted, also through the proxy', () =>
    withBench(clock, async (bench) => {
      const on = { action: 0, nth: 1, times: 1 };
      const trace = await run(bench, [perform('order'), perform('order')], { fault: 'refused', params: {}, on });
      expect(eventsOf(trace, 'refused')).toHaveLength(1);
      expect(eventsOf(trace, 'request')).toHaveLength(1);
    }));

  test('a handshake that goes wrong is one attempt on a connection of its own, though another was kept alive', () =>
    withBench(clock, async (bench) => {
      const handshakes = ['untrusted-certificate', 'wrong-host', 'handshake-cut'];
      const planned = handshakes.map((fault, action) => ({
        fault,
        params: {},
        on: { action: 2 * action + 1, nth: 1, times: 1 },
      }));
      const trace = await run(bench, Array(7).fill(perform('order')), ...planned);
      expect(eventsOf(trace, 'refused')).toEqual(
        handshakes.map((handshake, action) => ({
          ...{ type: 'refused', action: 2 * action + 1, provider: 'shop', handshake },
          ...{ seq: expect.any(Number), at: expect.any(Number) },
        })),
      );
      expect(eventsOf(trace, 'fault').map(({ fault, planned }) => [fault, planned])).toEqual(
        Object.entries(handshakes).map(([index, id]) => [id, Number(index)]),
      );
      expect(resultsOf(trace).map(({ kind }) => kind)).toEqual(['ok', 'error', 'ok', 'error', 'ok', 'error', 'ok']);
      expect(eventsOf(trace, 'request').map(({ action }) => action)).toEqual([0, 2, 4, 6]);
    }));

  test('whoever waits as long as it was asked to is waited for, in a call and behind it', () =>
    withBench(clock, async (bench) => {
      const params = { status: 503, retryAfterSeconds: 3 };
      const once = (action: number): PlannedFault => ({
        fault: 'server-error',
        params,
        on: { action, nth: 1, times: 1 },
      });
      const trace = await run(bench, [perform('patient'), perform('deferred')], once(0), once(1));
      expect(resultsOf(trace)).toEqual([
        { kind: 'ok', value: { status: 201 } },
        { kind: 'ok', value: {} },
      ]);
      expect(eventsOf(trace, 'reply').map(({ status }) => status)).toEqual([503, 201, 503, 201]);
    }));

  test('a call that crashes, hangs or is answered with garbage says so, and the next one has a service again', () =>
    withBench(clock, async (bench) => {
      const crashed = await run(bench, [perform('crash'), perform('order')]);
      expect(resultsOf(crashed)).toEqual([
        { kind: 'unsettled', why: 'exit', detail: expect.stringContaining('exit code 7') },
        { kind: 'unsettled', why: 'exit', detail: 'the process had ended before' },
      ]);
      expect(eventsOf(crashed, 'exit')).toMatchObject([{ code: 7, why: 'crashed' }]);
      expect(resultsOf(await run(bench, [perform('hang')]))).toMatchObject([
        // A server's own timers go on for ever, so that on the virtual clock it waits until its time is up.
        { kind: 'unsettled', why: clock === 'real' ? 'stuck' : 'virtual-time-limit' },
      ]);
      const odd = await run(bench, [perform('garbage'), perform('binary'), perform('endless')]);
      expect(resultsOf(odd)).toMatchObject([{ kind: 'ok', value: null }, { kind: 'ok' }, { kind: 'ok', value: null }]);
      expect(eventsOf(odd, 'log').map(({ text }) => text)).toContain('\u0000\ufffd\ufffd');
    }));

  test('a service that ignores SIGTERM is killed, and that is told', () =>
    withBench(
      clock,
      async (bench) => {
        const trace = await run(bench, [perform('order')]);
        expect(eventsOf(trace, 'leftover')).toMatchObject([{ handles: [expect.stringContaining('SIGTERM')] }]);
      },
      '',
      'ignores SIGTERM',
    ));

  test.each([
    [
      'a command that does not exist',
      "command: ['no-such-program', '{port}'],",
      '',
      /no program no-such-program in the PATH/,
    ],
    ['a folder that does not exist', "cwd: 'nowhere',", '', /nowhere does not exist. Correct subject\.cwd/],
    [
      'a command that exits at once',
      '',
      'exits',
      /exit code 3\):\sSHOP_REGION is not set\nIt ended before it was ready/,
    ],
    ['a command that prints without end', '', 'floods', /flooded its log/],
    [
      'one that never becomes ready',
      'readyWithinMs: 400,',
      'never listens',
      /not ready after 0\.4 s.*Correct subject\.ready/s,
    ],
    [
      'a probe that answers garbage',
      '',
      'answers garbage',
      /probe effects \(GET \/journal\) was answered with something that is not JSON/,
    ],
  ])('%s is the contract’s problem, told once, and leaves nothing behind', async (_name, subject, does, message) => {
    const error: unknown = await open(clock, subject, does).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ContractError);
    expect(String(error)).toMatch(message);
    expect(await processesOf(service)).toEqual([]);
  });
});

test('a service that runs already is asked where it stands, with the secrets that it has', async () => {
  const claimed = [await claimPort(), await claimPort()] as const;
  const [port, shop] = [claimed[0].port, claimed[1].port];
  const state = await mkdtemp(join(folder, 'state-'));
  const key = 'rk_live_0123456789abcdefghijABCDEFGHIJ0123456789';
  const env = { ...process.env, PORT: String(port), STATE: state, SHOP_URL: `http://127.0.0.1:${shop}`, SHOP_KEY: key };
  const running = spawn(process.execPath, [service], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(running.stdout, 'data');
  const subject = `kind: 'url', url: 'http://127.0.0.1:${port}', providerPorts: { shop: ${shop} },`;
  try {
    await expect(open('real', subject)).rejects.toThrow(/not in the environment here: SHOP_KEY/);
    vi.stubEnv('SHOP_KEY', key);
    vi.stubEnv('SHOP_SECRET', `whsec_${'0'.repeat(44)}`);
    await withBench(
      'real',
      async (bench) => {
        const first = await run(bench, [perform('order')]);
        const second = await run(bench, [perform('order')]);
        expect([...resultsOf(first), ...resultsOf(second)]).toEqual([
          { kind: 'ok', value: { status: 201, before: 0 } },
          { kind: 'ok', value: { status: 201, before: 1 } },
        ]);
        // It keeps what it did, and each case is told its own part of it alone.
        expect(eventsOf(second, 'effect').filter(({ source }) => source === 'probe')).toHaveLength(1);
        expect(eventsOf(second, 'request')[0]?.reading.credential).toEqual({ kind: 'canary', secret: 'SHOP_KEY' });
      },
      subject,
    );
    expect(running.exitCode).toBe(null);
    running.kill();
    await once(running, 'exit');
    await expect(open('real', subject)).rejects.toThrow(/Nothing listens at http:\/\/127\.0\.0\.1/);
  } finally {
    vi.unstubAllEnvs();
    running.kill();
    await Promise.all(claimed.map(({ release }) => release()));
  }
});

const processesOf = async (text: string): Promise<readonly string[]> => {
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const isOurs = async (pid: string) =>
    (await read(pid, 'cmdline')).includes(text) && (await read(pid, 'environ')).includes('DOES=');
  const ours = await Promise.all(pids.map(isOurs));
  return pids.filter((_, index) => ours[index]);
};
