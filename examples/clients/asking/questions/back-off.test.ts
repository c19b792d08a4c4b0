import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../../harness/model/trace.ts';
import { callOf, evidence } from '../test-calls.ts';
import { backOffQuestions } from './back-off.ts';

/** Twenty calls whose waits are drawn evenly: `at` goes from 0 to 1. */
const calls = (waits: (at: number) => readonly number[]): readonly Trace[] =>
  Array.from({ length: 20 }, (_, index) => callOf({ waits: waits(index / 19) }));

const answers = (traces: readonly Trace[], probe = 'status-503') => {
  const seen = evidence({ [probe]: traces });
  return Object.fromEntries(backOffQuestions.map(({ id, answer }) => [id, answer(seen)]));
};

describe('waits', () => {
  test.each([
    ['at once', () => [1, 1, 1], 'none: at once', 'none: at once'],
    ['of one length', () => [500, 500, 500], 'constant: 500 ms, 500 ms, 500 ms', 'none: it does not grow'],
    ['that double', () => [1000, 2000, 4000], 'doubles: 1 s, 2 s, 4 s', 'not reached in 3 waits (longest 4 s)'],
    ['that grow otherwise', () => [1000, 4000, 9000], 'grows: 1 s, 4 s, 9 s', 'not reached in 3 waits (longest 9 s)'],
    ['that stop growing', () => [1000, 2000, 4000, 4000, 4000], 'doubles: 1 s, 2 s, 4 s, … 4 s', '4 s'],
    ['of which there is one', () => [1000], 'cannot be told from one wait: 1 s', 'cannot be told from one wait'],
  ])('%s', (_what, waits, growth, cap) => {
    expect(answers(calls(waits))).toMatchObject({ growth, cap });
  });
});

describe('jitter', () => {
  test.each([
    ['none', () => [1000, 2000], 'none'],
    ['full', (at: number) => [1000 * at, 2000 * (1 - at)], 'full: 0 to 100 % of the longest'],
    ['equal', (at: number) => [500 + 500 * at, 2000 - 1000 * at], 'equal: 50 to 100 % of the longest'],
    ['proportional', (at: number) => [1000 - 250 * at, 1500 + 500 * at], 'proportional: 75 to 100 % of the longest'],
    ['added', (at: number) => [1000 + 100 * at, 2100 - 100 * at], 'added, over 100 ms'],
  ])('%s', (_what, waits, jitter) => {
    expect(answers(calls(waits))).toMatchObject({ jitter });
  });

  test('is not told from a few cases', () => {
    const few = calls((at) => [1000 * at, 2000]).slice(0, 3);
    expect(answers(few)).toMatchObject({ jitter: 'cannot be told from 3 equal cases' });
  });
});

test('what does not retry 503 is seen on 429, and then on a reset', () => {
  const doubling = calls(() => [1000, 2000]);
  expect(answers(doubling, 'status-429').growth).toBe('doubles: 1 s, 2 s (on 429)');
  expect(answers(doubling, 'reset').growth).toBe('doubles: 1 s, 2 s (on a reset)');
  expect(answers([callOf()]).growth).toBe('not retried');
});
