import { expect, test } from 'vitest';
import { answers, reply } from '../../test-trace.ts';
import { failedOnce, renamed, unlogged } from './failed-once.ts';
import { logMaxRetries } from './log-max-retries.ts';

const holds = (max_retries: number | string | null, status = 503) =>
  answers(logMaxRetries, failedOnce({ max_retries }, { ends: [reply(status)] }));

test('the number that the contract declares holds', () => {
  expect(holds(3)).toEqual([true]);
});

test('none, another, text and another name for the field break it', () => {
  for (const value of [null, 4, 0, '3']) expect(holds(value)).toEqual([false]);
  expect(answers(logMaxRetries, failedOnce(renamed('max_retries', 'maxRetries')))).toEqual([false]);
});

test('after a permanent error it may be left out, but not be wrong', () => {
  expect(holds(null, 403)).toEqual([]);
  expect(holds(5, 403)).toEqual([false]);
});

test('a failure that nobody logged says nothing', () => {
  expect(answers(logMaxRetries, unlogged)).toEqual([]);
});
