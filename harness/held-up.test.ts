import { expect, test } from 'vitest';
import { wasHeldUp } from './held-up.ts';
import type { Trace, TraceEvent } from './model/trace.ts';
import { traceOf } from './test-trace.ts';

const action: TraceEvent = { seq: 0, at: 500, type: 'action', action: 0, does: { kind: 'wait', ms: 1 } };
const stall = (at: number, ms: number): TraceEvent => ({ seq: at, at, type: 'stall', ms });

const trace = (clock: Trace['clock'], ...stalls: readonly TraceEvent[]): Trace => traceOf(clock, action, ...stalls);

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
