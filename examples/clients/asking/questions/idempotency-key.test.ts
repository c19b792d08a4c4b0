import { expect, test } from 'vitest';
import type { Trace } from '../../../../harness/model/trace.ts';
import { callOf, evidence } from '../test-calls.ts';
import { idempotencyQuestions } from './idempotency-key.ts';

const answer = (...traces: readonly Trace[]): string | undefined =>
  idempotencyQuestions[0]?.answer(evidence({ reset: traces }));

const twice = (...keys: readonly string[]): Trace => callOf({ waits: [100], keys });

test.each([
  ['no key', [twice()], 'none'],
  ['one key for each call', [twice('a', 'a'), twice('b', 'b')], 'the same on each attempt'],
  ['a new one for each attempt', [twice('a', 'b'), twice('c', 'd')], 'another on each attempt'],
  ['a new one in one call only', [twice('a', 'a'), twice('c', 'd')], 'another on each attempt'],
  ['one for all calls', [twice('a', 'a'), twice('a', 'a')], 'the same on each attempt, and the same for every call'],
  ['one on the first attempt alone', [twice('a')], 'on some attempts only'],
  ['a call that is not repeated', [callOf({ keys: ['a'] })], 'sent; no second attempt to compare it with'],
])('%s', (_what, traces, expected) => {
  expect(answer(...traces)).toBe(expected);
});
