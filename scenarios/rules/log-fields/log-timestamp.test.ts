import { expect, test } from 'vitest';
import {
  after,
  answers,
  epochMs,
  failed,
  log,
  logLine,
  perform,
  reply,
  request,
  succeeded,
  trace,
} from '../../test-trace.ts';
import { failedOnce, renamed, unlogged } from './failed-once.ts';
import { logTimestamp } from './log-timestamp.ts';

const holds = (timestamp: string | number) => answers(logTimestamp, failedOnce({ timestamp }));
const at = (ms: number): string => new Date(epochMs + ms).toISOString();

test('a time in ISO 8601 and UTC near the failure holds, however exact', () => {
  for (const time of [at(0), '2026-01-25T12:00:00Z', '2026-01-25T12:00:00.123456+00:00', at(59_000), at(-59_000)])
    expect(holds(time)).toEqual([true]);
});

test('another form, another zone and another time break it', () => {
  for (const time of [
    epochMs,
    '25.01.2026 12:00',
    '2026-01-25 12:00:00Z',
    '2026-01-25T12:00:00',
    '2026-01-25T13:00:00+01:00',
    at(61_000),
    '2026-13-45T12:00:00Z',
    '',
  ])
    expect(holds(time)).toEqual([false]);
});

test('another name for it breaks it', () => {
  expect(answers(logTimestamp, failedOnce(renamed('timestamp', 'time')))).toEqual([false]);
});

test('the time at which the call began will do for a failure long after', () => {
  const events = [perform(), after(300_000), request(), reply(503), log(logLine({ timestamp: at(0) })), failed()];
  expect(answers(logTimestamp, trace({ events }))).toEqual([true]);
});

test('only errors that are logged are judged: no line, INFO lines and text are not', () => {
  expect(answers(logTimestamp, unlogged)).toEqual([]);
  expect(answers(logTimestamp, failedOnce({ level: 'INFO', timestamp: 'now' }))).toEqual([]);
  const events = [perform(), request(), reply(503), log('ERROR at some time'), request(), reply(), succeeded()];
  expect(answers(logTimestamp, trace({ events }))).toEqual([]);
});

test('an error that is reported without a request of its own is judged as well', () => {
  const line = log(logLine({ level: 'ERROR', timestamp: 'now' }));
  const events = [perform(), request(), reply(), after(10), line, failed()];
  expect(answers(logTimestamp, trace({ events }))).toEqual([false]);
});
