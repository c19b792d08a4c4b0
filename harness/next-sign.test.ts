import { expect, test } from 'vitest';
import type { ReplyClass, TraceEvent } from './model/trace.ts';
import { nextSignMs } from './next-sign.ts';

const policy = { maxRetries: 3, baseDelayMs: 100, maxDelayMs: 1_000, attemptTimeoutMs: 800 };
let seq = 0;
const request = (number: number, fingerprint = 'f'): TraceEvent => ({
  seq: seq++,
  at: 0,
  type: 'request',
  request: number,
  action: 0,
  provider: 'shop',
  method: 'POST',
  url: '/',
  headers: {},
  body: '',
  reading: { operation: 'POST /', stateChanging: true, fingerprint, credential: { kind: 'none' } },
  sightings: [],
});
const reply = (number: number, of: ReplyClass, more: object = {}): TraceEvent => ({
  seq: seq++,
  at: 0,
  type: 'reply',
  request: number,
  status: 0,
  headers: {},
  body: '',
  reading: { class: of, ...more },
  sightings: [],
});
const silence = (number: number, kind: 'reset' | 'hang'): TraceEvent => ({
  seq: seq++,
  at: 0,
  type: 'silence',
  request: number,
  silence: kind,
});

test('nothing more is to be expected once all went well', () => {
  expect(nextSignMs([], policy, 0, 'rest')).toBe(0);
  expect(nextSignMs([request(0), reply(0, 'success')], policy, 0, 'rest')).toBe(0);
  expect(nextSignMs([request(0), reply(0, 'server-error'), request(1), reply(1, 'success')], policy, 0, 'rest')).toBe(
    0,
  );
});

test('after a failure the next attempt may be as far away as the back-off allows', () => {
  expect(nextSignMs([request(0), reply(0, 'server-error')], policy, 0, 'rest')).toBe(100);
  const three = [0, 1, 2].flatMap((number) => [request(number), silence(number, 'reset')]);
  expect(nextSignMs(three, policy, 0, 'rest')).toBe(400);
  const many = Array.from({ length: 9 }, (_, number) => [request(number), reply(number, 'server-error')]).flat();
  expect(nextSignMs(many, policy, 0, 'rest')).toBe(1_000);
  // Another request that succeeded does not answer for this one.
  expect(nextSignMs([...three, request(3, 'g'), reply(3, 'success')], policy, 0, 'rest')).toBe(400);
});

test('a request that is held may last as long as an attempt', () => {
  expect(nextSignMs([request(0)], policy, 0, 'rest')).toBe(800);
  expect(nextSignMs([request(0), silence(0, 'hang')], policy, 0, 'rest')).toBe(800);
  const left: TraceEvent = { seq: seq++, at: 0, type: 'abort', request: 0 };
  expect(nextSignMs([request(0), silence(0, 'hang'), left], policy, 0, 'rest')).toBe(100);
});

test('who was asked to wait may wait, and add its back-off to it', () => {
  const asked = { retryAfter: { form: 'seconds', raw: '5', notBefore: 5_000 } };
  expect(nextSignMs([request(0), reply(0, 'rate-limited', asked)], policy, 2_000, 'rest')).toBe(3_100);
  const usedUp = { quota: [{ name: 'requests', remaining: 0, resetAt: 9_000 }] };
  expect(nextSignMs([request(0), reply(0, 'success', usedUp)], policy, 2_000, 'rest')).toBe(0);
  expect(nextSignMs([request(0), reply(0, 'success', usedUp)], policy, 2_000, 'call')).toBe(7_000);
});
