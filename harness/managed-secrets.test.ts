/** Secrets that a manager serves, and their rotation while the process goes on: on real sockets and a real process. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenBench, openCaseBench } from './case-bench.ts';
import { loadContract } from './load-contract.ts';
import type { Action } from './model/plan.ts';
import type { Trace, TraceEvent } from './model/trace.ts';
import { runCase } from './run.ts';

const contract = fileURLToPath(new URL('./test-managed-contract.ts', import.meta.url));
let bench: OpenBench;
beforeAll(async () => {
  bench = await openCaseBench(await loadContract(contract), [], 1, false);
}, 60_000);
afterAll(() => bench?.close());

const perform = (operation: string): Action => ({
  kind: 'perform',
  operation,
  input: {},
  user: 'u',
  correlationId: 'c',
});
const run = (...actions: readonly Action[]): Promise<Trace> =>
  runCase('managed#0', { scenario: 'managed', seed: 1, actions, faults: [] }, bench, {
    begin() {},
    write() {},
    end() {},
  });

const eventsOf = <T extends TraceEvent['type']>({ events }: Trace, type: T) =>
  events.filter((event): event is Extract<TraceEvent, { readonly type: T }> => event.type === type);

const said = (trace: Trace) => {
  const replies = eventsOf(trace, 'reply');
  return eventsOf(trace, 'request').map(({ provider, reading, request }) => {
    const { credential } = reading;
    const carried =
      credential.kind === 'canary' ? `${credential.secret}${credential.stale ? ' (old)' : ''}` : credential.kind;
    return `${provider} ${carried} ${replies.find((reply) => reply.request === request)?.status}`;
  });
};

test('the manager alone tells the secret; the old value is refused once it was rotated, and the process goes on', async () => {
  const plan = [perform('list'), { kind: 'rotate-managed' } as const, perform('list'), perform('read_again')];
  const trace = await run(...plan);
  expect(eventsOf(trace, 'harness-error')).toEqual([]);
  expect(said(trace)).toEqual([
    'doppler DOPPLER_TOKEN 200',
    'items ITEMS_API_KEY 200',
    'items ITEMS_API_KEY (old) 401',
    'doppler DOPPLER_TOKEN 200',
    'items ITEMS_API_KEY 200',
  ]);
  expect(eventsOf(trace, 'exit')).toEqual([]);
  expect(eventsOf(trace, 'outcome').map(({ result }) => result)).toEqual(
    [0, 1, 2].map(() => ({ kind: 'ok', value: 'not in the environment' })),
  );
  // Old or new, what it logs is seen and taken out.
  expect(eventsOf(trace, 'log').map(({ text }) => text)).toEqual([
    '200 with <ITEMS_API_KEY>',
    '401 with <ITEMS_API_KEY>',
    '200 with <ITEMS_API_KEY>',
  ]);
  for (const generation of [0, 1])
    for (const { value } of bench.issue(generation)) expect(JSON.stringify(trace)).not.toContain(value.slice(-8));

  expect(said(await run(perform('list')))).toEqual(['doppler DOPPLER_TOKEN 200', 'items ITEMS_API_KEY 200']);
});

test('when all credentials are rotated the process starts again, and reads the new one', async () => {
  const trace = await run(perform('list'), { kind: 'rotate' }, perform('list'));
  expect(said(trace)).toEqual([
    'doppler DOPPLER_TOKEN 200',
    'items ITEMS_API_KEY 200',
    'doppler DOPPLER_TOKEN 200',
    'items ITEMS_API_KEY 200',
  ]);
});
