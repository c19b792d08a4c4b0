import { expect, test } from 'vitest';
import {
  abort,
  after,
  answers,
  failed,
  log,
  logLine,
  perform,
  reply,
  request,
  silence,
  trace,
} from '../../test-trace.ts';
import { failedOnce, renamed, unlogged } from './failed-once.ts';
import { logDurationMs } from './log-duration-ms.ts';

const slow = [after(750), reply(503)];
const holds = (duration_ms: number | string | null, ends = slow) =>
  answers(logDurationMs, failedOnce({ duration_ms }, { ends }));

test('what the wire measured holds, a little more or less', () => {
  for (const ms of [750, 748.5, 790]) expect(holds(ms)).toEqual([true]);
});

test('0 is legal where the clock stood still', () => {
  expect(holds(0, [reply(503)])).toEqual([true]);
});

test('a constant, seconds, microseconds, text, none and another name for the field break it', () => {
  for (const ms of [0, 5, 0.75, 750_000, -750, '750', null]) expect(holds(ms)).toEqual([false]);
  expect(answers(logDurationMs, failedOnce(renamed('duration_ms', 'duration'), { ends: slow }))).toEqual([false]);
});

test('the time since the call began will do, and longer will not', () => {
  const second = (duration_ms: number) => [
    perform(),
    request(),
    ...slow,
    log(logLine({ duration_ms: 750 })),
    after(1_000),
    request(),
    ...slow,
    log(logLine({ duration_ms })),
    failed(),
  ];
  expect(answers(logDurationMs, trace({ events: second(750) }))).toEqual([true, true]);
  expect(answers(logDurationMs, trace({ events: second(2_500) }))).toEqual([true, true]);
  expect(answers(logDurationMs, trace({ events: second(2_600) }))).toEqual([true, false]);
});

test('an attempt that was held back before anything left took no time', () => {
  const heldBack = log(logLine({ retry_attempt: 1, duration_ms: 0, level: 'ERROR' }));
  const told = log(logLine({ retry_attempt: 0, duration_ms: 750 }));
  const events = [perform(), request(), ...slow, told, after(400), heldBack, failed()];
  expect(answers(logDurationMs, trace({ events }))).toEqual([true]);
});

test('without a reply it may be left out, but not contradict the wire', () => {
  for (const ends of [
    [after(10_000), abort()],
    [after(10_000), silence()],
  ]) {
    expect(holds(null, ends)).toEqual([]);
    expect(holds(10_000, ends)).toEqual([true]);
    expect(holds(12, ends)).toEqual([false]);
  }
});

test('a failure that nobody logged says nothing', () => {
  expect(answers(logDurationMs, unlogged)).toEqual([]);
});
