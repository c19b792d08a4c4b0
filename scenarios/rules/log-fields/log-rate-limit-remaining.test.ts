import { expect, test } from 'vitest';
import { answers, reply } from '../../test-trace.ts';
import { failedOnce, unlogged } from './failed-once.ts';
import { logRateLimitRemaining } from './log-rate-limit-remaining.ts';

const quota = [
  { name: 'requests', remaining: 0, resetAt: 60_000 },
  { name: 'complexity', remaining: 2_990 },
];
const holds = (rate_limit_remaining: number | string | null) =>
  answers(logRateLimitRemaining, failedOnce({ rate_limit_remaining }, { ends: [reply(429, { quota })] }));

test('what the reply told of any quota holds', () => {
  expect(holds(0)).toEqual([true]);
  expect(holds(2_990)).toEqual([true]);
});

test('none, a number that was not told, and text break it', () => {
  for (const value of [null, 17, '0']) expect(holds(value)).toEqual([false]);
});

test('a reply that is no error of this API may be lost with its headers', () => {
  const ends = [reply(200, { class: 'other', quota })];
  expect(answers(logRateLimitRemaining, failedOnce({ rate_limit_remaining: null }, { ends }))).toEqual([]);
  expect(answers(logRateLimitRemaining, failedOnce({ rate_limit_remaining: 17 }, { ends }))).toEqual([false]);
});

test('a provider that told nothing asks for nothing', () => {
  expect(answers(logRateLimitRemaining, failedOnce({}))).toEqual([]);
  expect(answers(logRateLimitRemaining, unlogged)).toEqual([]);
});
