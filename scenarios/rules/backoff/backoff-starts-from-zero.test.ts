import { expect, test } from 'vitest';
import { answers } from '../../test-trace.ts';
import { backoffStartsFromZero } from './backoff-starts-from-zero.ts';
import { fullJitter, otherBackoff, outage } from './test-backoff.ts';

const holds = (...outageOf: Parameters<typeof outage>) => answers(backoffStartsFromZero, ...outage(...outageOf));
const everyRetry = [true, true, true];

test.each(Object.entries(fullJitter))('full jitter, rounded %s, is never blamed', (_, backoff) => {
  for (let seed = 1; seed <= 60; seed += 1) expect(holds(backoff, { seed })).toEqual(everyRetry);
});

test('nor with ten retries, some of them at the cap, nor with a small base, nor when attempts time out', () => {
  for (let seed = 1; seed <= 20; seed += 1)
    expect(holds(fullJitter.down, { seed, policy: { maxRetries: 10 } })).toEqual(Array(10).fill(true));
  const policy = { baseDelayMs: 100 };
  const small = (retry: number, random: () => number) => Math.ceil(random() * 100 * 2 ** retry);
  for (let seed = 1; seed <= 30; seed += 1) expect(holds(small, { seed, policy })).toEqual(everyRetry);
  expect(holds(fullJitter.down, { hanging: true })).toEqual(everyRetry);
});

test.each(Object.keys(otherBackoff) as (keyof typeof otherBackoff)[])('%s is caught, whatever the seed', (name) => {
  for (let seed = 1; seed <= 60; seed += 1) expect(holds(otherBackoff[name], { seed })).toContain(false);
});

test('the finding names the part that stays empty', () => {
  const broken = (name: 'equalJitter' | 'linear') =>
    backoffStartsFromZero
      .decide(outage(otherBackoff[name]).flatMap((trace) => backoffStartsFromZero.observe(trace)))
      .filter(({ held }) => !held)
      .map(({ facts }) => [facts.retry, facts.part]);
  expect(broken('equalJitter')).toEqual([0, 1, 2].map((retry) => [retry, 'lower half']));
  expect(broken('linear')).toEqual([[2, 'highest quarter']]);
});

test('with fewer samples even an empty quarter proves nothing', () => {
  expect(holds(otherBackoff.constant, { cases: 40 })).toEqual([]);
});

test('where timers may be late by half of the envelope, nothing passes', () => {
  const policy = { baseDelayMs: 400, maxDelayMs: 1600 };
  const fixed = { policy, clock: 'real' } as const;
  expect(holds(() => 400, fixed)).not.toContain(true);
  const scaled = (retry: number, random: () => number) => Math.floor(random() * 400 * 2 ** retry);
  for (let seed = 1; seed <= 20; seed += 1) expect(holds(scaled, { ...fixed, seed })).toEqual([true]);
});
