/** Integrations with fixed addresses: every client is caught below its sockets, and nothing gets past. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nowhere, type OpenBench, openCaseBench } from './case-bench.ts';
import { hang } from './faults/hang.ts';
import { type LoadedContract, loadContract } from './load-contract.ts';
import type { Action } from './model/plan.ts';
import type { Trace, TraceEvent } from './model/trace.ts';
import { runCase } from './run.ts';

let loaded: LoadedContract;
let bench: OpenBench;
beforeAll(async () => {
  loaded = await loadContract(fileURLToPath(new URL('./test-every-client-contract.ts', import.meta.url)));
  bench = await openCaseBench(loaded, [], 1, false);
});
afterAll(() => bench.close());

const eventsOf = <T extends TraceEvent['type']>({ events }: Trace, type: T) =>
  events.filter((event): event is Extract<TraceEvent, { readonly type: T }> => event.type === type);

const perform = (on: OpenBench, ...operations: readonly string[]): Promise<Trace> => {
  const actions = operations.map((operation): Action => {
    return { kind: 'perform', operation, input: {}, user: 'ada', correlationId: 'c' };
  });
  return runCase('clients#0', { scenario: 'clients', seed: 1, actions, faults: [] }, on, nowhere);
};

test.each([
  ['fetch', 'shop', 200],
  ['undici', 'shop', 200],
  ['http', 'shop', 200],
  ['https', 'shop', 200],
  ['http2', 'shop', 'h2 200'],
  ['axios', 'shop', 200],
  ['got', 'shop', 200],
  ['ky', 'shop', 200],
  ['linear', 'linear', expect.any(String)],
  ['openai', 'openai', expect.any(Number)],
  ['anthropic', 'anthropic', expect.any(Number)],
  ['stripe', 'stripe', 0],
])('%s reaches %s at the address that is written into it', async (client, provider, value) => {
  const trace = await perform(bench, client);
  expect(eventsOf(trace, 'outcome').map(({ result }) => result)).toEqual([{ kind: 'ok', value }]);
  expect(eventsOf(trace, 'request').map((request) => [request.provider, request.reading.credential])).toEqual([
    [provider, { kind: 'canary', secret: expect.any(String) }],
  ]);
  expect(eventsOf(trace, 'unclaimed')).toEqual([]);
});

test('a request that is left open, and ends only with the case, was not given up', async () => {
  const withFault = await openCaseBench(loaded, [hang], 1, false);
  try {
    const action: Action = { kind: 'perform', operation: 'race', input: {}, user: 'ada', correlationId: 'c' };
    const fault = { fault: hang.id, params: {}, on: { action: 0, nth: 1, times: 1 } };
    const plan = { scenario: 'clients', seed: 1, actions: [action], faults: [fault] };
    const trace = await runCase('clients#0', plan, withFault, nowhere);
    expect(eventsOf(trace, 'outcome').map(({ result }) => result)).toEqual([{ kind: 'ok', value: 'late' }]);
    expect(eventsOf(trace, 'fault').map(({ fault }) => fault)).toEqual(['hang']);
    expect(eventsOf(trace, 'abort')).toEqual([]);
  } finally {
    await withFault.close();
  }
});

test('those that speak TLS trust the authority of the run because it stands in their environment', async () => {
  const { integration } = loaded;
  const env = () => ({ NODE_EXTRA_CA_CERTS: '/dev/null' });
  const distrustful = await openCaseBench({ ...loaded, integration: { ...integration, env } }, [], 1, false);
  try {
    const overTls = Object.keys(integration.operations).filter((client) => client !== 'http');
    const trace = await perform(distrustful, ...overTls);
    expect(eventsOf(trace, 'outcome').map(({ result }) => result.kind)).toEqual(overTls.map(() => 'thrown'));
    expect(eventsOf(trace, 'request')).toEqual([]);
  } finally {
    await distrustful.close();
  }
});
