import { expect, test } from 'vitest';
import { answers } from '../../test-trace.ts';
import { backoffBase } from './backoff-base.ts';
import { fullJitter, otherBackoff, outage } from './test-backoff.ts';

const holds = (...outageOf: Parameters<typeof outage>) => answers(backoffBase, ...outage(...outageOf));

test.each(Object.entries(fullJitter))('full jitter, rounded %s, over 1000 ms is never blamed', (_, backoff) => {
  for (let seed = 1; seed <= 60; seed += 1) expect(holds(backoff, { seed })).toEqual([true]);
});

test.each(['equalJitter', 'upwardJitter', 'linear', 'noGrowth', 'constant'] as const)(
  '%s has the right base, whatever else is wrong',
  (name) => {
    for (let seed = 1; seed <= 20; seed += 1) expect(holds(otherBackoff[name], { seed })).toEqual([true]);
  },
);

test.each(['none', 'smallBase', 'largeBase', 'downwardJitter'] as const)('%s has another one', (name) => {
  for (let seed = 1; seed <= 30; seed += 1) expect(holds(otherBackoff[name], { seed })).toEqual([false]);
});

test('another declared base needs no samples', () => {
  expect(holds(fullJitter.down, { cases: 1, policy: { baseDelayMs: 200 } })).toEqual([false]);
  expect(holds(fullJitter.down, { cases: 1 })).toEqual([]);
});
