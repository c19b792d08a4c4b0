import { expect, test } from 'vitest';
import {
  abort,
  after,
  answers,
  createTask,
  failed,
  integrationError,
  perform,
  refused,
  reply,
  request,
  silence,
  succeeded,
  trace,
} from '../../test-trace.ts';
import { retryableMatchesFailure } from './retryable-matches-failure.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (retryable: boolean, ...events: Steps) =>
  answers(retryableMatchesFailure, trace({ events: [perform(), ...events, failed(integrationError({ retryable }))] }));

const transient: readonly Steps[] = [
  [request(), reply(500)],
  [request(), reply(503)],
  [request(), reply(429)],
  [request(), reply(400, { class: 'rate-limited' })],
  [request(), silence()],
  [request(), after(10_000), abort()],
  [refused()],
];

test('transient failures can be retried', () => {
  for (const events of transient) {
    expect(holds(true, ...events)).toEqual([true]);
    expect(holds(false, ...events)).toEqual([false]);
  }
});

test('permanent failures cannot', () => {
  for (const status of [400, 401, 403, 404, 422]) {
    expect(holds(false, request(), reply(status))).toEqual([true]);
    expect(holds(true, request(), reply(status))).toEqual([false]);
  }
});

test('the last failure counts', () => {
  expect(holds(false, request(), reply(503), after(5), request(), reply(401))).toEqual([true]);
  expect(holds(true, request(), reply(503), after(5), request(), reply(401))).toEqual([false]);
});

test('what the standard has no word for is not judged', () => {
  for (const retryable of [true, false]) {
    expect(holds(retryable, request(), reply(501))).toEqual([]);
    expect(holds(retryable, request(), reply(529))).toEqual([]);
    expect(holds(retryable, request(), reply(400, { class: 'conflict' }))).toEqual([]);
    expect(holds(retryable, request(), reply(200, { cutAfter: 3 }))).toEqual([]);
    expect(holds(retryable, request(), reply(200))).toEqual([]);
    expect(holds(retryable)).toEqual([]);
  }
});

test('a status that the operation expects, a missing field and a success say nothing', () => {
  const facts = { operations: { create_task: { ...createTask, expectedStatuses: [404] } } };
  const events = [perform(), request(), reply(404), failed(integrationError({ retryable: true }))];
  expect(answers(retryableMatchesFailure, trace({ facts, events }))).toEqual([]);
  const formless = [perform(), request(), reply(404), failed({ code: 'NOT_FOUND' })];
  expect(answers(retryableMatchesFailure, trace({ events: formless }))).toEqual([]);
  const good = [perform(), request(), reply(503), request(), reply(), succeeded()];
  expect(answers(retryableMatchesFailure, trace({ events: good }))).toEqual([]);
});
