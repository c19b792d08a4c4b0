import { expect, test } from 'vitest';
import {
  abort,
  after,
  answers,
  failed,
  perform,
  reply,
  request,
  retryAfterSeconds,
  succeeded,
  trace,
  unsettled,
} from '../../test-trace.ts';
import { serverErrorRetried } from './server-error-retried.ts';

const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(serverErrorRetried, trace({ events: [perform(), ...events] }));

test.each([500, 502, 503, 504])('a %i that is retried complies', (status) => {
  expect(holds(request(), reply(status), after(400), request(), reply(), succeeded())).toEqual([true]);
});

test('giving up while retries are left breaks it', () => {
  expect(holds(request(), reply(503), failed())).toEqual([false]);
  expect(holds(request(), reply(503), request(), reply(500), failed())).toEqual([true, false]);
});

test('the last attempt that the policy allows is not followed by another one', () => {
  const attempt = [request(), reply(503), after(10)];
  expect(holds(...attempt, ...attempt, ...attempt, ...attempt, failed())).toEqual([true, true, true]);
});

test('a retry in the background, after the caller was told, is a retry', () => {
  expect(holds(request(), reply(503), failed(), after(5000), request(), reply())).toEqual([true]);
});

test('501, 529, 408 and a 200 that was cut are not judged', () => {
  for (const status of [501, 529, 408, 409, 425]) expect(holds(request(), reply(status), failed())).toEqual([]);
  expect(holds(request(), reply(200, { cutAfter: 3 }), failed())).toEqual([]);
});

test('a 503 that asks for more than the longest back-off may be given up', () => {
  expect(holds(request(), reply(503, { retryAfter: retryAfterSeconds(3600) }), failed())).toEqual([]);
  expect(holds(request(), reply(503, { retryAfter: retryAfterSeconds(30) }), failed())).toEqual([false]);
});

test('a failure without consequence, and a call that never ended, say nothing', () => {
  expect(holds(request(), reply(503), succeeded())).toEqual([]);
  expect(holds(request(), reply(503), unsettled())).toEqual([]);
  expect(holds(request(), after(10_000), abort(), failed())).toEqual([]);
});
