import { expect, test } from 'vitest';
import type { RetryAfterReading } from '../../../harness/model/trace.ts';
import {
  after,
  answers,
  failed,
  integrationError,
  perform,
  reply,
  request,
  retryAfterSeconds,
  succeeded,
  trace,
} from '../../test-trace.ts';
import { retryAfterHonoured } from './retry-after-honoured.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(retryAfterHonoured, trace({ events: [perform(), ...events] }));
const limited = (retryAfter: RetryAfterReading): Steps => [request({ key: 'a' }), reply(429, { retryAfter })];
const again: Steps = [request({ key: 'a' }), reply(), succeeded()];

test('the wait that was asked for is a lower bound', () => {
  expect(holds(...limited(retryAfterSeconds(30)), after(30_000), ...again)).toEqual([true]);
  expect(holds(...limited(retryAfterSeconds(30)), after(90_000), ...again)).toEqual([true]);
  expect(holds(...limited(retryAfterSeconds(30)), after(3000), ...again)).toEqual([false]);
});

test('an HTTP-date is compared with the date, from whenever it was sent', () => {
  const date: RetryAfterReading = { form: 'http-date', raw: 'Sun, 25 Jan 2026 12:00:20 GMT', notBefore: 20_000 };
  expect(holds(after(15_500), ...limited(date), after(4500), ...again)).toEqual([true]);
  expect(holds(after(15_500), ...limited(date), after(3000), ...again)).toEqual([false]);
});

test('each of several waits is judged', () => {
  const first = limited(retryAfterSeconds(5));
  const second = limited(retryAfterSeconds(10, 5000));
  expect(holds(...first, after(5000), ...second, after(10_000), ...again)).toEqual([true, true]);
  expect(holds(...first, after(5000), ...second, after(9000), ...again)).toEqual([true, false]);
});

test('above the cap, giving up passes and coming back earlier does not', () => {
  const long = limited(retryAfterSeconds(3600));
  expect(holds(...long, failed(integrationError({ retryAfter: 3600 })))).toEqual([true]);
  expect(holds(...long, after(60_000), ...again)).toEqual([false]);
  expect(holds(...long, after(3_600_000), ...again)).toEqual([true]);
});

test('coming back too early from a queue, after the caller was told, is too early as well', () => {
  const told = failed(integrationError({ code: 'RATE_LIMITED', retryAfter: 30 }));
  expect(holds(...limited(retryAfterSeconds(30)), told, after(1000), ...again.slice(0, 2))).toEqual([false]);
  expect(holds(...limited(retryAfterSeconds(30)), told, after(31_000), ...again.slice(0, 2))).toEqual([true]);
});

test('zero and a past date mean at once; garbage, a negative number and absence mean nothing', () => {
  expect(holds(...limited(retryAfterSeconds(0)), ...again)).toEqual([]);
  expect(holds(after(5000), ...limited({ form: 'http-date', raw: 'past', notBefore: 1000 }), ...again)).toEqual([]);
  expect(holds(...limited({ form: 'invalid', raw: '-5' }), ...again)).toEqual([]);
  expect(holds(...limited({ form: 'invalid', raw: 'soon' }), ...again)).toEqual([]);
  expect(holds(request(), reply(429), ...again)).toEqual([]);
});

test('giving up below the cap, and a 503, are the matter of other rules', () => {
  expect(holds(...limited(retryAfterSeconds(5)), failed())).toEqual([]);
  expect(holds(request(), reply(503, { retryAfter: retryAfterSeconds(5) }), ...again)).toEqual([]);
});

test('on a real clock timers and dates may be a little off', () => {
  const events = [perform(), ...limited(retryAfterSeconds(2)), after(1900), ...again];
  expect(answers(retryAfterHonoured, trace({ clock: 'real', events }))).toEqual([true]);
  expect(answers(retryAfterHonoured, trace({ events }))).toEqual([false]);
});
