import { expect, test } from 'vitest';
import { answers } from '../../test-trace.ts';
import { failedOnce, renamed, unlogged } from './failed-once.ts';
import { logOperation } from './log-operation.ts';

const holds = (operation: string | number | null) => answers(logOperation, failedOnce({ operation }));

test('the operation holds, and so does the name of one of its own steps', () => {
  expect(holds('create_task')).toEqual([true]);
  expect(holds('find_team')).toEqual([true]);
});

test('none, a filler, another declared operation and another name for the field break it', () => {
  for (const operation of [null, '', 'unknown', 'undefined', 'get_task', 3]) expect(holds(operation)).toEqual([false]);
  expect(answers(logOperation, failedOnce(renamed('operation', 'op')))).toEqual([false]);
});

test('a failure that nobody logged says nothing', () => {
  expect(answers(logOperation, unlogged)).toEqual([]);
});
