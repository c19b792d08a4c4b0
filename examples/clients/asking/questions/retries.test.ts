import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../../harness/model/trace.ts';
import { callOf, evidence } from '../test-calls.ts';
import { connectionQuestions, retryQuestions } from './retries.ts';

const answer = (id: string, byProbe: { readonly [probe: string]: readonly Trace[] }): string | undefined =>
  [...retryQuestions, ...connectionQuestions].find((question) => question.id === id)?.answer(evidence(byProbe));

const once = callOf();
const thrice = callOf({ waits: [100, 200] });
const endless = callOf({ waits: Array.from({ length: 20 }, () => 1), outcome: 'ok' });

describe('whether a failure is retried', () => {
  test.each([
    ['one attempt', once, 'no'],
    ['three attempts', thrice, 'yes, 3 attempts'],
    ['as many as were struck, and one more', endless, 'yes, 21 or more attempts'],
    [
      'a failure that never came about',
      callOf({ struck: false, outcome: 'ok' }),
      'cannot be told: the failure never came about',
    ],
  ])('%s', (_what, call, expected) => {
    expect(answer('retries-429', { 'status-429': [call] })).toBe(expected);
  });

  test('a case that was not run is no answer', () => {
    expect(answer('retries-429', {})).toBe('cannot be told: the failure never came about');
  });

  test('a broken body that a call ends well with was taken for a good answer', () => {
    expect(answer('retries-truncated', { truncated: [callOf({ end: 200 })] })).toBe('no');
    const swallowed = callOf({ end: 200, outcome: 'swallowed' });
    expect(answer('retries-truncated', { truncated: [swallowed] })).toBe('no: takes it for a good answer');
  });
});

test('of several statuses those that are retried are named', () => {
  const all = (retried: readonly number[]) =>
    Object.fromEntries(
      [500, 501, 502, 503, 504].map((status) => [`status-${status}`, [retried.includes(status) ? thrice : once]]),
    );
  expect(answer('retries-5xx', all([]))).toBe('none');
  expect(answer('retries-5xx', all([500, 503]))).toBe('500, 503');
  expect(answer('retries-5xx', all([500, 501, 502, 503, 504]))).toBe('all');
});

describe('its own time-out', () => {
  const impatient = callOf({ waits: [100], end: { timeOutMs: 80_000 } });
  const patient = callOf({ end: { timeOutMs: 5000 }, outcome: 'stuck' });

  test('is the time after which it gave a request up', () => {
    expect(answer('time-out', { hang: [impatient] })).toBe('1 min 20 s');
    expect(answer('retries-time-out', { hang: [impatient] })).toBe('yes, 2 attempts');
  });

  test('is none where only the end of the case ended the waiting', () => {
    expect(answer('time-out', { hang: [patient] })).toBe('none');
    expect(answer('retries-time-out', { hang: [patient] })).toBe('waits without end (no time-out of its own)');
  });
});

test('what is retried at all, and how often, is said for all failures together', () => {
  const mixed = {
    'status-429': [callOf({ waits: [1, 1, 1, 1] })],
    'status-503': [thrice],
    reset: [once],
    hang: [once],
  };
  expect(answer('retried', mixed)).toBe('after 429, 5xx');
  expect(answer('attempts', mixed)).toBe('3 or 5');
  expect(answer('retried', { 'status-429': [once], reset: [once] })).toBe('no');
  expect(answer('attempts', { 'status-429': [once] })).toBe('1');
  expect(answer('attempts', { reset: [endless] })).toBe('21 or more');
});
