import { expect, test } from 'vitest';
import { expectedUntil } from './expected.ts';
import type { TraceEvent } from './model/trace.ts';

const policy = { maxRetries: 3, baseDelayMs: 1_000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 };
const minuteMs = 60_000;
let seq = 0;
const outcome = (result: Extract<TraceEvent, { type: 'outcome' }>['result']): TraceEvent => ({
  seq: seq++,
  at: 0,
  type: 'outcome',
  action: 0,
  result,
  sightings: [],
});
const accepted = () => outcome({ kind: 'ok', value: null });
const request = (number: number): TraceEvent => ({
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
  reading: { operation: 'POST /', stateChanging: true, fingerprint: 'f', credential: { kind: 'none' } },
  sightings: [],
});
const reply = (number: number, status: number): TraceEvent => ({
  seq: seq++,
  at: 0,
  type: 'reply',
  request: number,
  status,
  headers: {},
  body: '',
  reading: { class: status < 300 ? 'success' : 'server-error' },
  sightings: [],
});
const silence = (number: number, kind: 'hang' | 'reset'): TraceEvent => ({
  seq: seq++,
  at: 0,
  type: 'silence',
  request: number,
  silence: kind,
});
const of = (...events: readonly TraceEvent[]) => expectedUntil(events, 0, policy);

test('what was promised and has not begun has its turn within a minute', () => {
  expect(of(accepted())).toBe(minuteMs);
  expect(of(outcome({ kind: 'error', error: null }))).toBe(0);
  expect(of()).toBe(0);
});

test('an event that was taken in may ask nothing of anybody', () => {
  const answer = (status: number): TraceEvent => ({
    seq: seq++,
    at: 0,
    type: 'answer',
    delivery: 0,
    action: 0,
    result: { kind: 'answered', status, body: '' },
    sightings: [],
  });
  expect(of(answer(200))).toBe(0);
  expect(of(answer(200), request(0), reply(0, 500))).toBe(1_000 + minuteMs);
  expect(of(answer(401), request(0), reply(0, 500))).toBe(0);
});

test('what failed after the promise comes again after its back-off, what went well does not', () => {
  expect(of(accepted(), request(0), reply(0, 500))).toBe(1_000 + minuteMs);
  expect(of(accepted(), request(0), reply(0, 201))).toBe(0);
});

test('what was done before the answer is over, also a request that nobody answered', () => {
  expect(of(request(0), reply(0, 201), accepted())).toBe(0);
  expect(of(request(0), silence(0, 'hang'), request(1), reply(1, 201), accepted())).toBe(0);
});

test('a request that is held after the promise is waited for', () => {
  expect(of(accepted(), request(0), silence(0, 'hang'))).toBe(30 * minuteMs);
  expect(of(accepted(), request(0), silence(0, 'reset'))).toBe(1_000 + minuteMs);
});
