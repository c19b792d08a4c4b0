import { expect, test } from 'vitest';
import { answers, failed, log, logLine, perform, reply, request, type Step, trace } from '../../test-trace.ts';
import { failedOnce, renamed, unlogged } from './failed-once.ts';
import { logRequestId } from './log-request-id.ts';

const failing = (request_id: string, ...begin: Step[]): readonly Step[] => [
  ...begin,
  request(),
  reply(401),
  log(logLine({ level: 'ERROR', request_id })),
  failed(),
];

test('an id holds, also one and the same for all attempts of a request', () => {
  const line = log(logLine({ request_id: 'r-7' }));
  const attempt = [request(), reply(503), line];
  const events = [perform(), ...attempt, ...attempt, ...attempt, failed()];
  expect(answers(logRequestId, trace({ events }))).toEqual([true, true, true]);
});

test('none, no string and another name for the field break it', () => {
  for (const request_id of [null, '', 17]) expect(answers(logRequestId, failedOnce({ request_id }))).toEqual([false]);
  expect(answers(logRequestId, failedOnce(renamed('request_id', 'requestId')))).toEqual([false]);
});

test('the same id for two different calls breaks it', () => {
  const calls = (second: string) => [
    ...failing('r-1', perform('create_task', { title: 'one' })),
    ...failing(second, perform('create_task', { title: 'two' })),
  ];
  expect(answers(logRequestId, trace({ events: calls('r-2') }))).toEqual([true, true]);
  expect(answers(logRequestId, trace({ events: calls('r-1') }))).toEqual([false, false]);
});

test('the same thing asked for twice may have one id, made from its content', () => {
  const events = [...failing('r-1', perform('upsert_task')), ...failing('r-1', perform('upsert_task'))];
  expect(answers(logRequestId, trace({ events }))).toEqual([true, true]);
});

test('a failure that nobody logged says nothing', () => {
  expect(answers(logRequestId, unlogged)).toEqual([]);
});
