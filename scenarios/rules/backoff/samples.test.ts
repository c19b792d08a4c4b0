import { expect, test } from 'vitest';
import { backoffWithinEnvelope } from './backoff-within-envelope.ts';
import { fullJitter, outage } from './test-backoff.ts';

const delaysOf = (cases: number) => {
  const observations = outage(fullJitter.down, { cases }).flatMap((trace) => backoffWithinEnvelope.observe(trace));
  return backoffWithinEnvelope.delays?.(observations) ?? [];
};

test('a report draws the delays before each retry beside their bound', () => {
  const drawn = delaysOf(64);
  expect(drawn.map(({ retry, boundMs, of }) => [retry, boundMs, of])).toEqual([
    [0, 1000, 64],
    [1, 2000, 64],
    [2, 4000, 64],
  ]);
  for (const { delaysMs } of drawn) {
    expect(delaysMs).toHaveLength(64);
    expect(delaysMs).toEqual(delaysMs.toSorted((a, b) => a - b));
  }
});

test('of many it draws some, the least and the longest among them', () => {
  const [few] = delaysOf(2000);
  const all = outage(fullJitter.down, { cases: 2000 })
    .flatMap((trace) => backoffWithinEnvelope.observe(trace))
    .filter(({ facts }) => facts.retry === 0)
    .map(({ facts }) => Number(facts.delayMs))
    .sort((a, b) => a - b);
  expect(few?.of).toBe(2000);
  expect(few?.delaysMs).toHaveLength(200);
  expect([few?.delaysMs[0], few?.delaysMs.at(-1)]).toEqual([all[0], all.at(-1)]);
});
