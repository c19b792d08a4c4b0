import { expect, test } from 'vitest';
import {
  after,
  answers,
  createTask,
  failed,
  log,
  logLine,
  perform,
  read,
  reply,
  request,
  succeeded,
  trace,
} from '../../test-trace.ts';
import { permanentFailureLoggedAsError } from './permanent-failure-logged-as-error.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (status: number, lines: Steps, end = failed()) =>
  answers(permanentFailureLoggedAsError, trace({ events: [perform(), request(), reply(status), ...lines, end] }));
const line = (level: string | number) => log(logLine({ level, status_code: 401 }));

test('ERROR holds, in any case and as pino counts it, also when told only at the end of the operation', () => {
  for (const level of ['ERROR', 'error', 'FATAL', 50]) expect(holds(401, [line(level)])).toEqual([true]);
  expect(holds(403, [line('WARN'), after(5), log({ level: 'ERROR', message: 'create_task failed' })])).toEqual([true]);
});

test('the failure at another level only breaks it', () => {
  for (const status of [400, 401, 403, 404, 422]) expect(holds(status, [line('WARN')])).toEqual([false]);
  expect(holds(401, [line('INFO')])).toEqual([false]);
});

test('what fails in the background, after the caller had an answer, is looked at as well', () => {
  const judged = (...after: Steps) =>
    answers(
      permanentFailureLoggedAsError,
      trace({ events: [perform(), succeeded(), request(), reply(401), ...after] }),
    );
  expect(judged(line('ERROR'))).toEqual([true]);
  expect(judged(line('WARN'))).toEqual([false]);
  expect(judged(line('WARN'), request({ body: 'elsewhere' }), reply())).toEqual([]);
});

test('a status that the operation expects is no failure', () => {
  const events = [perform(), read(), reply(404), log(logLine({ level: 'INFO', status_code: 404 })), failed()];
  const facts = { operations: { create_task: { ...createTask, expectedStatuses: [404] } } };
  expect(answers(permanentFailureLoggedAsError, trace({ facts, events }))).toEqual([]);
});

test('a failure that passed, one that was mended, and one that nobody logged say nothing', () => {
  expect(holds(503, [line('WARN')])).toEqual([]);
  expect(holds(401, [line('WARN')], succeeded())).toEqual([]);
  expect(holds(401, [])).toEqual([]);
  expect(holds(401, [log('401 Unauthorized')])).toEqual([]);
});
