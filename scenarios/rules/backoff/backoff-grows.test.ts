import { describe, expect, test } from 'vitest';
import { answers, testFacts } from '../../test-trace.ts';
import { backoffGrows } from './backoff-grows.ts';
import { type Backoff, fullJitter, type OutageSpec, otherBackoff, outage, seeded } from './test-backoff.ts';

const holds = (...outageOf: Parameters<typeof outage>) => answers(backoffGrows, ...outage(...outageOf));

test.each(Object.entries(fullJitter))('full jitter, rounded %s, is never blamed', (_, backoff) => {
  for (let seed = 1; seed <= 40; seed += 1) expect(holds(backoff, { seed })).toEqual([true]);
});

test('nor with two retries, where the envelope only doubles', () => {
  for (let seed = 1; seed <= 80; seed += 1)
    expect(holds(fullJitter.down, { seed, policy: { maxRetries: 2 } })).toEqual([true]);
});

test.each(['equalJitter', 'upwardJitter', 'downwardJitter', 'decorrelated', 'linear', 'doubling'] as const)(
  '%s grows',
  (name) => {
    for (let seed = 1; seed <= 30; seed += 1) expect(holds(otherBackoff[name], { seed })).toEqual([true]);
  },
);

test.each(['none', 'constant', 'noGrowth'] as const)('%s does not', (name) => {
  for (let seed = 1; seed <= 40; seed += 1) {
    expect(holds(otherBackoff[name], { seed })).toEqual([false]);
    expect(holds(otherBackoff[name], { seed, policy: { maxRetries: 2 } })).toEqual([false]);
  }
});

test('one delay that something else prolonged decides nothing', () => {
  const disturbed = (long: number): Parameters<typeof outage>[0] => {
    const once = seeded(9);
    return (retry, random) => (retry === long && once() < 0.02 ? 90_000 : fullJitter.down(retry, random));
  };
  expect(holds(disturbed(0))).toEqual([true]);
});

test('the cap ends growth: it is compared where the bound still doubled', () => {
  const policy = { maxRetries: 5, baseDelayMs: 1000, maxDelayMs: 2000 };
  const capped = (retry: number, random: () => number) => Math.floor(random() * Math.min(2000, 1000 * 2 ** retry));
  for (let seed = 1; seed <= 40; seed += 1) expect(holds(capped, { seed, policy })).toEqual([true]);
  const flat = { ...testFacts.policy, maxDelayMs: 1500 };
  expect(backoffGrows.appliesTo({ ...testFacts, policy: flat })).toMatchObject({ applies: false });
});

describe('on a busy machine', () => {
  const policy = { maxRetries: 3, baseDelayMs: 400, maxDelayMs: 1600 };
  const scaled: Backoff = (retry, random) => Math.floor(random() * 400 * 2 ** retry);
  const flat: Backoff = (_, random) => Math.floor(random() * 400);
  const busy = (heldUp: NonNullable<OutageSpec['heldUp']>) => ({ policy, clock: 'real', cases: 44, heldUp }) as const;

  test('a slow start leaves the verdict as it is', () => {
    const spec = busy((attempt) => (attempt === 0 ? 1_500 : 0));
    for (let seed = 1; seed <= 20; seed += 1) {
      expect(holds(scaled, { ...spec, seed })).toEqual([true]);
      expect(holds(flat, { ...spec, seed })).toEqual([false]);
    }
  });

  test('what it added to some delays neither blames nor passes for growth', () => {
    const spec = (retry: number) => busy((attempt, index) => (attempt === retry && index % 8 === 0 ? 600 : 0));
    for (let seed = 1; seed <= 20; seed += 1) {
      expect(holds(scaled, { ...spec(1), seed })).not.toContain(false);
      expect(holds(flat, { ...spec(3), seed })).not.toContain(true);
    }
  });
});

test('too few cases, or one retry, decide nothing', () => {
  expect(holds(otherBackoff.noGrowth, { cases: 19 })).toEqual([]);
  expect(holds(otherBackoff.noGrowth, { cases: 40, policy: { maxRetries: 2 } })).toEqual([]);
  const policy = { ...testFacts.policy, maxRetries: 1 };
  expect(backoffGrows.appliesTo({ ...testFacts, policy })).toMatchObject({ applies: 'cannot-tell' });
});
