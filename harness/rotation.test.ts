/** A plan that rotates credentials, on real sockets and a real process. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenBench, openCaseBench } from './case-bench.ts';
import { environmentOf } from './credentials.ts';
import { expiredCredential } from './faults/expired-credential.ts';
import { loadContract } from './load-contract.ts';
import type { Action, PlannedFault } from './model/plan.ts';
import type { Trace, TraceEvent } from './model/trace.ts';
import { runCase } from './run.ts';

const contract = fileURLToPath(new URL('./test-rotation-contract.ts', import.meta.url));
let bench: OpenBench;
beforeAll(async () => {
  bench = await openCaseBench(await loadContract(contract), [expiredCredential], 1, false);
}, 60_000);
afterAll(() => bench?.close());

const perform = (operation: string): Action => ({
  kind: 'perform',
  operation,
  input: {},
  user: 'u',
  correlationId: 'c',
});
const rotate: Action = { kind: 'rotate' };
const expired: PlannedFault = { fault: 'expired-credential', params: {}, on: { action: 0, nth: 1, times: 99 } };

const run = (...actions: readonly Action[]): Promise<Trace> =>
  runCase('rotation#0', { scenario: 'rotation', seed: 1, actions, faults: [expired] }, bench, {
    begin() {},
    write() {},
    end() {},
  });

const eventsOf = <T extends TraceEvent['type']>({ events }: Trace, type: T) =>
  events.filter((event): event is Extract<TraceEvent, { readonly type: T }> => event.type === type);

const statuses = (trace: Trace): readonly number[] => eventsOf(trace, 'reply').map(({ status }) => status);
const credentials = (trace: Trace) => eventsOf(trace, 'request').map(({ reading }) => reading.credential);
const good = { kind: 'canary', secret: 'ITEMS_API_KEY' };
const valuesOf = (generation: number): readonly string[] => Object.values(environmentOf(bench.issue(generation)));

test('an expired credential is refused until it is rotated; the next case begins with the first one again', async () => {
  const trace = await run(perform('list'), rotate, perform('list'), rotate, perform('list'));
  expect(statuses(trace)).toEqual([401, 200, 200]);
  expect(credentials(trace)).toEqual([good, good, good]);
  expect(eventsOf(trace, 'harness-error')).toEqual([]);
  const next = await run(perform('list'), perform('list'));
  expect([statuses(next), credentials(next)]).toEqual([
    [401, 200],
    [good, good],
  ]);
});

test('a value from before is refused and told as stale; both are looked for everywhere, neither is stored', async () => {
  const plan = [perform('list'), rotate, perform('list'), perform('list_with_first_key')];
  const trace = await run(...plan);
  expect(statuses(trace)).toEqual([401, 200, 401]);
  expect(credentials(trace)).toEqual([good, good, { ...good, stale: true }]);
  expect(eventsOf(trace, 'log').map(({ text }) => text)).toEqual([
    'my key is <ITEMS_API_KEY>',
    'my key is <ITEMS_API_KEY>',
  ]);
  const sighted = eventsOf(trace, 'request').map(({ sightings }) => sightings.map(({ where }) => where));
  expect(sighted).toEqual([0, 1, 2].map(() => ['query', 'header:authorization']));

  const [first = '', second = ''] = [...valuesOf(0), ...valuesOf(1)];
  expect(first).not.toBe(second);
  expect(second.split('_').slice(0, -1)).toEqual(first.split('_').slice(0, -1));
  expect(second).toHaveLength(first.length);
  for (const value of [first, second]) expect(JSON.stringify(trace)).not.toContain(value.slice(-8));

  expect((await run(...plan)).events).toEqual(trace.events);
});
