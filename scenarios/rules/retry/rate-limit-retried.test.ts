import { expect, test } from 'vitest';
import {
  after,
  answers,
  failed,
  integrationError,
  perform,
  probe,
  reply,
  request,
  retryAfterSeconds,
  succeeded,
  trace,
} from '../../test-trace.ts';
import { rateLimitRetried } from './rate-limit-retried.ts';

const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(rateLimitRetried, trace({ events: [perform(), ...events] }));
const limited = (seconds: number) => [request(), reply(429, { retryAfter: retryAfterSeconds(seconds) })];

test('a rate limit is retried while retries are left', () => {
  expect(holds(...limited(5), after(5000), request(), reply(), succeeded())).toEqual([true]);
  expect(holds(...limited(5), failed())).toEqual([false]);
});

test('the dialect decides what a rate limit is: 400 at Linear', () => {
  expect(holds(request(), reply(400, { class: 'rate-limited' }), failed())).toEqual([false]);
  expect(holds(request(), reply(400), failed())).toEqual([]);
});

test('asked to wait above the cap, giving up is fine when the operation is kept or the caller knows when', () => {
  const rateLimited = { code: 'RATE_LIMITED', retryAfter: 3600 };
  expect(holds(...limited(3600), failed(integrationError(rateLimited)))).toEqual([true]);
  expect(holds(...limited(3600), failed(), probe('deadLetters', { operation: 'create_task' }))).toEqual([true]);
  expect(holds(...limited(3600), failed())).toEqual([false]);
});

test('a quota that is used up for long counts as being asked to wait', () => {
  const quota = [{ name: 'requests', remaining: 0, resetAt: 3_600_000 }];
  const error = integrationError({ code: 'RATE_LIMITED', retryAfter: 3600 });
  expect(holds(request(), reply(429, { quota }), failed(error))).toEqual([true]);
});

test('a lost operation is not told from a kept one without a probe', () => {
  const events = [perform(), ...limited(3600), failed()];
  expect(answers(rateLimitRetried, trace({ facts: { probes: [] }, events }))).toEqual([]);
});
