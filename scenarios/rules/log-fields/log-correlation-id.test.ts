import { expect, test } from 'vitest';
import { answers } from '../../test-trace.ts';
import { failedOnce, unlogged } from './failed-once.ts';
import { logCorrelationId } from './log-correlation-id.ts';

const holds = (correlation_id: string | number | null) => answers(logCorrelationId, failedOnce({ correlation_id }));

test('the id of the call holds', () => {
  expect(holds('c-1')).toEqual([true]);
});

test('none and another break it', () => {
  for (const id of [null, '', 'c-2', 1]) expect(holds(id)).toEqual([false]);
});

test('a failure that nobody logged says nothing', () => {
  expect(answers(logCorrelationId, unlogged)).toEqual([]);
});
