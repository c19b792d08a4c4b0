import { expect, test } from 'vitest';
import {
  abort,
  after,
  answers,
  failed,
  perform,
  read,
  reply,
  request,
  retryAfterSeconds,
  silence,
  succeeded,
  trace,
} from '../../test-trace.ts';
import { backoffWithinEnvelope } from './backoff-within-envelope.ts';
import { fullJitter, otherBackoff, outage } from './test-backoff.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(backoffWithinEnvelope, trace({ events: [perform(), ...events] }));
const failing = [request(), reply(503)];

test('each delay is held against the bound of its retry', () => {
  const done = [request(), reply(), succeeded()];
  expect(holds(...failing, after(1000), ...failing, after(2000), ...failing, after(4000), ...done)).toEqual([
    true,
    true,
    true,
  ]);
  expect(holds(...failing, after(1003), ...failing, after(2003), ...done)).toEqual([false, false]);
});

test('no delay at all is within the bound', () => {
  expect(holds(...failing, request(), reply(), succeeded())).toEqual([true]);
});

test('after a timeout the delay begins when the client gave up', () => {
  const hung = [request(), silence('hang'), after(10_000), abort()];
  expect(holds(...hung, after(900), request(), reply(), succeeded())).toEqual([true]);
  expect(holds(...hung, after(1900), request(), reply(), succeeded())).toEqual([false]);
});

test('what the provider asked for is no back-off', () => {
  const asked = [request(), reply(503, { retryAfter: retryAfterSeconds(30) }), after(30_000)];
  expect(holds(...asked, request(), reply(), succeeded())).toEqual([]);
  const limited = [request(), reply(429), after(30_000), request(), reply(), succeeded()];
  expect(holds(...limited)).toEqual([]);
  const usedUp = reply(503, { quota: [{ name: 'requests', remaining: 0, resetAt: 20_000 }] });
  expect(holds(request(), usedUp, after(20_000), request(), reply(), succeeded())).toEqual([]);
});

test('a Retry-After that means nothing asks for nothing', () => {
  const garbage = reply(503, { retryAfter: { form: 'invalid', raw: 'soon' } });
  expect(holds(request(), garbage, after(1500), request(), reply(), succeeded())).toEqual([false]);
});

test('a delay in which another request of the call had its own back-off is not judged', () => {
  const lookup = [read(), reply(503), after(800), read(), reply()];
  expect(holds(...failing, after(700), ...lookup, request(), reply(), succeeded())).toEqual([true]);
});

test('being taken up again from a queue is no back-off', () => {
  expect(holds(...failing, failed(), after(60_000), request(), reply())).toEqual([]);
});

test('full jitter stays within, jitter on top and a larger base do not', () => {
  for (const backoff of Object.values(fullJitter))
    expect(answers(backoffWithinEnvelope, ...outage(backoff))).not.toContain(false);
  for (const name of ['upwardJitter', 'largeBase', 'decorrelated'] as const)
    expect(answers(backoffWithinEnvelope, ...outage(otherBackoff[name]))).toContain(false);
});

test('on a real clock timers may be later', () => {
  expect(answers(backoffWithinEnvelope, ...outage(() => 1200, { clock: 'real', cases: 1 }))).toEqual([
    true,
    true,
    true,
  ]);
});

test('a busy machine excuses the delay that it prolonged, and no other', () => {
  const busy = (during: number) =>
    outage(() => 1600, { clock: 'real', cases: 1, heldUp: (attempt) => (attempt === during ? 500 : 0) });
  expect(answers(backoffWithinEnvelope, ...busy(0))).toEqual([false, true, true]);
  expect(answers(backoffWithinEnvelope, ...busy(1))).toEqual([false, true, true]);
  const slow = outage(() => 1100, { clock: 'real', cases: 1, heldUp: (attempt) => (attempt === 1 ? 500 : 0) });
  expect(answers(backoffWithinEnvelope, ...slow)).toEqual([true, true, true]);
});
