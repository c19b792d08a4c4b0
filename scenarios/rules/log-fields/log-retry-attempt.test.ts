import { expect, test } from 'vitest';
import {
  after,
  answers,
  failed,
  log,
  logLine,
  perform,
  read,
  refused,
  reply,
  request,
  type Step,
  silence,
  succeeded,
  trace,
} from '../../test-trace.ts';
import { failedOnce, renamed, unlogged } from './failed-once.ts';
import { logRetryAttempt } from './log-retry-attempt.ts';

const attempt = (retry_attempt: number | string | null, sends: Step = request({ key: 'k-1' })): readonly Step[] => [
  sends,
  reply(503),
  log(logLine({ retry_attempt })),
  after(300),
];
const holds = (...events: readonly Step[]) => answers(logRetryAttempt, trace({ events: [perform(), ...events] }));

test('counted from 0, each line holds', () => {
  expect(holds(...attempt(0), ...attempt(1), ...attempt(2), failed())).toEqual([true, true, true]);
});

test('a connection that was refused is an attempt, too', () => {
  const refusal = (retry_attempt: number) => [refused(), log(logLine({ retry_attempt })), after(100)];
  expect(holds(...refusal(0), ...refusal(1), request(), reply(), succeeded())).toEqual([true, true]);
});

test('counted from 1, never counted, no number and another name for the field break it', () => {
  expect(holds(...attempt(1), ...attempt(2), failed())).toEqual([false, false]);
  expect(holds(...attempt(0), ...attempt(0), ...attempt(0), failed())).toEqual([true, false, false]);
  for (const value of [null, '0', -1, 0.5]) expect(holds(...attempt(value), failed())).toEqual([false]);
  expect(answers(logRetryAttempt, failedOnce(renamed('retry_attempt', 'attempt')))).toEqual([false]);
});

test('an SDK that retries silently below the application hides attempts: not judged, unless it claims too many', () => {
  const silent = [request({ key: 'k-1' }), reply(503), after(300), request({ key: 'k-1' }), reply(503), after(300)];
  expect(holds(...silent, ...attempt(0), failed())).toEqual([]);
  expect(holds(...silent, ...attempt(2), failed())).toEqual([true]);
  expect(holds(...silent, ...attempt(5), failed())).toEqual([false]);
});

test('retries at once, at the same time, are told apart by their order', () => {
  const step = (retry_attempt: number) => [request({ key: 'k' }), reply(503), log(logLine({ retry_attempt }))];
  expect(holds(...step(0), ...step(1), ...step(2), failed())).toEqual([true, true, true]);
});

test('a loop around several requests may go on counting', () => {
  const lost = [request({ key: 'k-1' }), silence(), log(logLine({ retry_attempt: 0 })), after(300)];
  const conflict = [request({ key: 'k-1' }), reply(400, { class: 'conflict' })];
  for (const count of [0, 1, 2])
    expect(holds(...lost, ...conflict, ...attempt(count, read()), failed())).toEqual([true, true]);
  expect(holds(...lost, ...conflict, ...attempt(3, read()), failed())).toEqual([true, false]);
});

test('an attempt that a circuit breaker or an own quota held back counts, although nothing left', () => {
  const heldBack = (retry_attempt: number) => log(logLine({ retry_attempt, status_code: null, level: 'ERROR' }));
  expect(holds(...attempt(0), ...attempt(1), heldBack(2), failed())).toEqual([true, true]);
  expect(holds(...attempt(0), ...attempt(1), heldBack(2), heldBack(3), failed())).toEqual([true, true]);
  expect(holds(...attempt(0), heldBack(2), failed())).toEqual([false]);
  expect(holds(...attempt(1), heldBack(2), failed())).toEqual([false]);
});

test('a number above the last retry is of no attempt that was held back', () => {
  const all = [...attempt(0), ...attempt(1), ...attempt(2), ...attempt(3)];
  expect(holds(...all, log(logLine({ retry_attempt: 4, level: 'ERROR' })), failed())).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('what a queue takes up again after the caller was told counts as it likes', () => {
  expect(holds(...attempt(0), failed(), ...attempt(4), request({ key: 'k-1' }), reply())).toEqual([true]);
});

test('a failure that nobody logged says nothing', () => {
  expect(answers(logRetryAttempt, unlogged)).toEqual([]);
});
