import { expect, test } from 'vitest';
import { answers, testFacts } from '../../test-trace.ts';
import { backoffHasJitter } from './backoff-has-jitter.ts';
import { fullJitter, otherBackoff, outage } from './test-backoff.ts';

const holds = (...outageOf: Parameters<typeof outage>) => answers(backoffHasJitter, ...outage(...outageOf));

test.each(Object.entries(fullJitter))('full jitter, rounded %s, is never blamed', (_, backoff) => {
  for (let seed = 1; seed <= 50; seed += 1) expect(holds(backoff, { seed, cases: 20 })).toEqual([true]);
});

test.each(['equalJitter', 'upwardJitter', 'downwardJitter', 'decorrelated', 'linear', 'noGrowth'] as const)(
  'any jitter will do: %s',
  (name) => {
    for (let seed = 1; seed <= 20; seed += 1) expect(holds(otherBackoff[name], { seed })).toEqual([true]);
  },
);

test.each(['none', 'constant', 'doubling'] as const)('%s has none', (name) => {
  expect(holds(otherBackoff[name])).toEqual([false]);
  expect(holds(otherBackoff[name], { hanging: true })).toEqual([false]);
});

test('that timers come late is no jitter', () => {
  expect(holds((retry, random) => 1000 * 2 ** retry + Math.round(random() * 2))).toEqual([false]);
  expect(holds((retry, random) => 1000 * 2 ** retry + Math.round(random() * 15), { clock: 'real' })).toEqual([false]);
});

test('nor is what a busy machine added', () => {
  const busy = {
    clock: 'real',
    heldUp: (attempt: number, index: number) => (attempt > 0 ? (index % 5) * 40 : 0),
  } as const;
  expect(holds(otherBackoff.constant, busy)).toEqual([]);
  for (let seed = 1; seed <= 20; seed += 1) expect(holds(fullJitter.down, { ...busy, seed })).toEqual([true]);
});

test('a few cases, or no failure, decide nothing', () => {
  expect(holds(otherBackoff.constant, { cases: 19 })).toEqual([]);
  expect(answers(backoffHasJitter)).toEqual([]);
});

test('without retries there is nothing to see', () => {
  const policy = { ...testFacts.policy, maxRetries: 0 };
  expect(backoffHasJitter.appliesTo({ ...testFacts, policy })).toMatchObject({ applies: 'cannot-tell' });
});
