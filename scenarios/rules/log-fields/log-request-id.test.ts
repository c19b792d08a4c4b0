import { expect, test } from 'vitest';
import {
  answer,
  answers,
  deliver,
  delivery,
  failed,
  log,
  logLine,
  perform,
  receivingFacts,
  reply,
  request,
  type Step,
  trace,
} from '../../test-trace.ts';
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

const received = (...events: Step[]) => answers(logRequestId, trace({ facts: receivingFacts, events }));
const refusal = (request_id: string | null, deliveryId = 'd-1'): readonly Step[] => [
  deliver('Issue.create', deliveryId),
  delivery({ deliveryId, expect: 'refuse' }),
  answer(401),
  log(logLine({ operation: 'receive', request_id })),
];

test('a warning about a delivery that was turned away needs an id of its own as well', () => {
  expect(received(...refusal('r-1'))).toEqual([true]);
  expect(received(...refusal(null))).toEqual([false]);
  expect(received(...refusal('r-1', 'd-1'), ...refusal('r-2', 'd-2'))).toEqual([true, true]);
  expect(received(...refusal('r-1', 'd-1'), ...refusal('r-1', 'd-2'))).toEqual([false, false]);
  expect(received(...refusal('r-1', 'd-1'), ...refusal('r-1', 'd-1'))).toEqual([true, true]);
});

test('a warning beside an accepted delivery is about something else; an error is an error', () => {
  const accepted = (level: string) =>
    received(deliver(), delivery(), answer(), log(logLine({ level, request_id: null })));
  expect(accepted('WARN')).toEqual([]);
  expect(accepted('INFO')).toEqual([]);
  expect(accepted('ERROR')).toEqual([false]);
});
