import { expect, test } from 'vitest';
import { after, answers, failed, perform, reply, request, succeeded, testFacts, trace } from '../../test-trace.ts';
import { permanentErrorNotRetried } from './permanent-error-not-retried.ts';
import { rateLimitRetried } from './rate-limit-retried.ts';
import { spentAccountNotRetried as rule } from './spent-account-not-retried.ts';

const spent = reply(429, { class: 'spent', errorCode: 'insufficient_quota' });
const givenUp = trace({ events: [perform(), request(), spent, failed()] });
const again = trace({ events: [perform(), request(), spent, after(900), request(), reply(), succeeded()] });

test('giving up holds, and sending it again breaks it', () => {
  expect(answers(rule, givenUp)).toEqual([true]);
  expect(answers(rule, again)).toEqual([false]);
});

test('a rate limit does not put it to the test', () => {
  expect(answers(rule, trace({ events: [perform(), request(), reply(429), after(900), request(), reply()] }))).toEqual(
    [],
  );
});

test('under the clauses, which know 429 as a rate limit only, nobody is blamed either way', () => {
  for (const clause of [rateLimitRetried, permanentErrorNotRetried])
    expect(answers(clause, givenUp, again)).toEqual([]);
});

test('where no provider tells of it, there is nothing to verify', () => {
  const conduct = { calls: true, deadLetters: false, keys: false, compares: false, logs: 'json' as const };
  const paid = { ...testFacts, providers: [{ id: 'openai', idempotency: 'none', tellsSpent: true }] } as const;
  expect(rule.appliesTo(paid, conduct)).toEqual({ applies: true });
  expect(rule.appliesTo(testFacts, conduct)).toMatchObject({ applies: false });
});
