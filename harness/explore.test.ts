import { expect, test } from 'vitest';
import { costOf } from './explore.ts';
import type { ExitEvent, Trace } from './model/trace.ts';

const lasting = (clock: Trace['clock'], at: number, why: ExitEvent['why'] = 'planned'): Trace => ({
  traceVersion: 1,
  case: 'outage#0',
  plan: { scenario: 'outage', seed: 1, actions: [], faults: [] },
  integration: {
    ...{ service: 'shop', type: 'output-only', providers: [], operations: {}, secrets: [], probes: [] },
    policy: { maxRetries: 3, baseDelayMs: 1_000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
    secretCarriers: [],
  },
  ...{ clock, epochMs: 0, complete: true },
  events: [{ seq: 0, at, type: 'exit', code: null, signal: 'SIGKILL', why }],
});

test('on the real clock a plan costs what it lasts, on the virtual one what the machine spends on it', () => {
  expect(costOf(lasting('real', 400))).toBe(1);
  expect(costOf(lasting('real', 20_000))).toBe(4);
  expect(costOf(lasting('virtual', 86_400_000))).toBe(1);
  expect(costOf(lasting('virtual', 400, 'spinning'))).toBe(10);
});
