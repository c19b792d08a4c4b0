import { expect, test } from 'vitest';
import { wasHeldUp } from './held-up.ts';
import type { Trace, TraceEvent } from './model/trace.ts';

const action: TraceEvent = { seq: 0, at: 500, type: 'action', action: 0, does: { kind: 'wait', ms: 1 } };
const stall = (at: number, ms: number): TraceEvent => ({ seq: at, at, type: 'stall', ms });

const trace = (clock: Trace['clock'], ...events: readonly TraceEvent[]): Trace => ({
  traceVersion: 1,
  case: 'c#0',
  plan: { scenario: 'c', seed: 1, actions: [], faults: [] },
  integration: {
    service: 's',
    type: 'output-only',
    providers: [],
    policy: { maxRetries: 3, baseDelayMs: 1, maxDelayMs: 1, attemptTimeoutMs: 1_000 },
    operations: {},
    secrets: [],
    probes: [],
    secretCarriers: [],
  },
  clock,
  epochMs: 0,
  events: [action, ...events],
  complete: true,
});

test('a machine that lets nothing run for half an attempt decides by itself what times out', () => {
  expect(wasHeldUp(trace('real', stall(900, 500)))).toBe(true);
  expect(wasHeldUp(trace('real', stall(900, 200), stall(1_300, 200), stall(1_800, 150)))).toBe(true);
});

test('short stalls, spread ones, and those of the start decide nothing', () => {
  expect(wasHeldUp(trace('real'))).toBe(false);
  expect(wasHeldUp(trace('real', stall(900, 499)))).toBe(false);
  expect(wasHeldUp(trace('real', stall(900, 300), stall(2_000, 300)))).toBe(false);
  expect(wasHeldUp(trace('real', stall(400, 5_000)))).toBe(false);
});

test('on the virtual clock no machine is too busy', () => {
  expect(wasHeldUp(trace('virtual', stall(900, 5_000)))).toBe(false);
});
