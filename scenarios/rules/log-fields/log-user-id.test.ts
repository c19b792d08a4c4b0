import { expect, test } from 'vitest';
import { answers, failed, log, logLine, perform, reply, request, trace } from '../../test-trace.ts';
import { failedOnce, unlogged } from './failed-once.ts';
import { logUserId } from './log-user-id.ts';

const holds = (user_id: string | number | null) => answers(logUserId, failedOnce({ user_id }));

test('the user, or any id that stands for the user, holds', () => {
  for (const id of ['ada', 'u-5af3', 4711]) expect(holds(id)).toEqual([true]);
});

test('none, an empty one and that of another user break it', () => {
  for (const id of [null, '', ' ']) expect(holds(id)).toEqual([false]);
  const failure = [request(), reply(401), log(logLine({ level: 'ERROR', user_id: 'ada' })), failed()];
  const events = [perform(), ...failure, perform('create_task', { title: 'x' }, { user: 'grace' }), ...failure];
  expect(answers(logUserId, trace({ events }))).toEqual([true, false]);
});

test('a failure that nobody logged says nothing', () => {
  expect(answers(logUserId, unlogged)).toEqual([]);
});
