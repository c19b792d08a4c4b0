import { expect, test } from 'vitest';
import { exited, perform, reply, request, succeeded, threw, trace } from '../../../scenarios/test-trace.ts';
import { callIn } from './calls.ts';
import { callOf } from './test-calls.ts';

test('waits are counted from the end of an attempt, so that a time-out is none', () => {
  const { attempts, waits } = callIn(callOf({ waits: [500, 1000], end: { timeOutMs: 80_000 } }));
  expect(attempts.map(({ at, endedAt }) => [at, endedAt])).toEqual([
    [0, 80_000],
    [80_500, 160_500],
    [161_500, 241_500],
  ]);
  expect(waits).toEqual([500, 1000]);
});

test('a key is found in the header of a provider that knows none', () => {
  const call = trace({ events: [perform(), request({ headers: { 'x-idempotency': 'k' } }), reply(), succeeded()] });
  expect(callIn(call).attempts[0]?.key).toBe('k');
});

test.each([
  ['was cut short', { ...callOf(), complete: false }],
  ['lost its process', trace({ events: [perform(), request(), exited('crashed')] })],
  ['sent nothing', trace({ events: [perform(), threw('no')] })],
  ['never ended', trace({ events: [perform(), request(), reply()] })],
])('a trace that %s is refused', (_what, useless) => {
  expect(() => callIn(useless)).toThrow(/test#0/);
});
