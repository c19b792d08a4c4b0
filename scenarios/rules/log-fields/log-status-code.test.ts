import { expect, test } from 'vitest';
import {
  abort,
  after,
  answer,
  answers,
  deliver,
  delivery,
  log,
  logLine,
  perform,
  receivingFacts,
  refused,
  reply,
  request,
  silence,
  succeeded,
  trace,
} from '../../test-trace.ts';
import { failedOnce, renamed, unlogged } from './failed-once.ts';
import { logStatusCode } from './log-status-code.ts';

const holds = (status_code: number | string | null, ends = [reply(503)]) =>
  answers(logStatusCode, failedOnce({ status_code }, { ends }));

test('the status as received holds', () => {
  expect(holds(503)).toEqual([true]);
  expect(holds(429, [reply(429)])).toEqual([true]);
  expect(holds(400, [reply(400, { class: 'rate-limited' })])).toEqual([true]);
});

test('none, another, text and another name for the field break it', () => {
  for (const status of [null, 500, '503', 0]) expect(holds(status)).toEqual([false]);
  expect(answers(logStatusCode, failedOnce(renamed('status_code', 'status')))).toEqual([false]);
});

test('without a reply there is no status to tell, and one that is made up breaks it', () => {
  for (const ends of [[silence()], [silence('closed')], [after(10_000), abort()]]) {
    expect(holds(null, ends)).toEqual([true]);
    expect(holds(500, ends)).toEqual([false]);
    expect(holds(408, ends)).toEqual([false]);
  }
  const events = [perform(), refused(), log(logLine({ status_code: null })), request(), reply(), succeeded()];
  expect(answers(logStatusCode, trace({ events }))).toEqual([true]);
});

test('an error under status 200 may leave it out, but not say another', () => {
  const ends = [reply(200, { class: 'server-error' })];
  expect(holds(null, ends)).toEqual([]);
  expect(holds(500, ends)).toEqual([false]);
});

test('a second line about the same failure need not repeat it', () => {
  const lines = [log(logLine({ status_code: 503 })), log(logLine({ level: 'ERROR', status_code: null }))];
  const events = [perform(), request(), reply(503), ...lines, after(5), request(), reply(), succeeded()];
  expect(answers(logStatusCode, trace({ events }))).toEqual([true]);
});

test('of a reply that was cut, the status that came may be told, and no other', () => {
  const ends = [reply(200, { cutAfter: 3 }), silence()];
  for (const status of [null, 200]) expect(holds(status, ends)).toEqual([true]);
  expect(holds(500, ends)).toEqual([false]);
});

test('a failure that nobody logged says nothing', () => {
  expect(answers(logStatusCode, unlogged)).toEqual([]);
});

test('of work on an event too; an endpoint may tell its own answer beside it', () => {
  const worked = (status_code: number | null) =>
    answers(
      logStatusCode,
      trace({
        facts: receivingFacts,
        events: [deliver(), delivery(), request(), reply(503), answer(500), log(logLine({ status_code }))],
      }),
    );
  expect(worked(503)).toEqual([true]);
  expect(worked(500)).toEqual([]);
  expect(worked(404)).toEqual([false]);
  expect(worked(null)).toEqual([false]);
});
