import { expect, test } from 'vitest';
import type { Rule } from '../../../harness/ports/rule.ts';
import {
  abort,
  after,
  answers,
  failed,
  integrationError,
  perform,
  probe,
  reply,
  request,
  retryAfterSeconds,
  silence,
  succeeded,
  testFacts,
  trace,
} from '../../test-trace.ts';
import { backoffWithinEnvelope } from '../backoff/backoff-within-envelope.ts';
import { deadLetterOnExhaustion } from './dead-letter-on-exhaustion.ts';
import { rateLimitRetried } from './rate-limit-retried.ts';
import { serverErrorRetried } from './server-error-retried.ts';
import { timeoutRetried } from './timeout-retried.ts';

const input = { title: 'Water the plants' };
const withDeadline =
  (deadlineMs: number | undefined) =>
  (rule: Rule, ...events: Parameters<typeof trace>[0]['events']) => {
    const policy = { ...testFacts.policy, ...(deadlineMs === undefined ? {} : { deadlineMs }) };
    return answers(rule, trace({ facts: { policy }, events: [perform('create_task', input), ...events] }));
  };
const within20s = withDeadline(20_000);
const withoutEnd = withDeadline(undefined);

const timeout = [request(), silence('hang'), after(10_000), abort()];
const cutAtDeadline = [...timeout, after(600), request(), silence('hang'), after(9_400), abort(), failed()];
const limited = (seconds: number) => [request(), reply(429, { retryAfter: retryAfterSeconds(seconds) })];

test('what the declared deadline of the call leaves no time for need not be sent again', () => {
  expect(within20s(timeoutRetried, ...cutAtDeadline)).toEqual([true]);
  expect(withoutEnd(timeoutRetried, ...cutAtDeadline)).toEqual([true, false]);
});

test('a deadline that is still far away excuses nothing', () => {
  expect(within20s(serverErrorRetried, request(), reply(503), failed())).toEqual([false]);
  expect(within20s(timeoutRetried, ...timeout, failed())).toEqual([false]);
  expect(within20s(serverErrorRetried, request(), reply(503), after(500), request(), reply(), succeeded())).toEqual([
    true,
  ]);
});

test('an operation that its deadline ended must not get lost', () => {
  expect(within20s(deadLetterOnExhaustion, ...cutAtDeadline)).toEqual([false]);
  expect(within20s(deadLetterOnExhaustion, ...cutAtDeadline, probe('deadLetters', { input }))).toEqual([true]);
  expect(withoutEnd(deadLetterOnExhaustion, ...cutAtDeadline)).toEqual([]);
  expect(within20s(deadLetterOnExhaustion, request(), reply(503), failed())).toEqual([]);
});

test('asked to wait beyond the deadline, it is left to a dead letter or to the caller', () => {
  const error = integrationError({ code: 'RATE_LIMITED', retryAfter: 30 });
  expect(within20s(rateLimitRetried, ...limited(30), failed(error))).toEqual([true]);
  expect(within20s(rateLimitRetried, ...limited(30), failed())).toEqual([false]);
  expect(within20s(rateLimitRetried, ...limited(5), failed(error))).toEqual([false]);
  expect(withoutEnd(rateLimitRetried, ...limited(30), failed(error))).toEqual([false]);
});

test('who is asked to wait beyond the deadline, and tells the caller when, need not keep it as well', () => {
  const error = integrationError({ code: 'RATE_LIMITED', retryAfter: 30 });
  expect(within20s(deadLetterOnExhaustion, ...limited(30), failed(error))).toEqual([]);
  expect(within20s(deadLetterOnExhaustion, ...limited(120), failed(error))).toEqual([]);
});

test('work that goes on after its call was answered has no deadline', () => {
  const late = [succeeded(), after(21_000), request(), reply(503)];
  expect(within20s(deadLetterOnExhaustion, ...late)).toEqual([]);
});

test('back-off that a deadline may have ended is no sample: only short delays would be left', () => {
  const delaysWithin = (observing: typeof within20s) =>
    observing(
      backoffWithinEnvelope,
      request(),
      reply(503),
      after(900),
      request(),
      reply(503),
      after(700),
      request(),
      reply(),
    );
  expect(delaysWithin(withDeadline(4_000))).toEqual([true]);
  expect(delaysWithin(withoutEnd)).toEqual([true, true]);
});

test('where the deadline leaves no time for a second attempt, it says so', () => {
  const applies = (rule: Rule, deadlineMs: number) =>
    rule.appliesTo({ ...testFacts, policy: { ...testFacts.policy, deadlineMs } }).applies;
  expect([applies(timeoutRetried, 12_000), applies(timeoutRetried, 12_001)]).toEqual(['cannot-tell', true]);
  expect([applies(serverErrorRetried, 2_000), applies(serverErrorRetried, 2_001)]).toEqual(['cannot-tell', true]);
});
