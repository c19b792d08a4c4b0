import { expect, test } from 'vitest';
import { answers } from '../../test-trace.ts';
import { failedOnce, renamed, unlogged } from './failed-once.ts';
import { logService } from './log-service.ts';

const holds = (service: string | number | null) => answers(logService, failedOnce({ service }));

test('the service of the contract or one of its providers holds', () => {
  expect(holds('linear')).toEqual([true]);
  expect(holds('Linear')).toEqual([true]);
});

test('none, another and another name for the field break it', () => {
  for (const service of [null, '', 'openai', 'integration', 7]) expect(holds(service)).toEqual([false]);
  expect(answers(logService, failedOnce(renamed('service', 'name')))).toEqual([false]);
});

test('a failure that nobody logged says nothing', () => {
  expect(answers(logService, unlogged)).toEqual([]);
});
