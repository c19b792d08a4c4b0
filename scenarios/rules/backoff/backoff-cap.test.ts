import { expect, test } from 'vitest';
import { after, answers, createTask, perform, reply, request, succeeded, testFacts, trace } from '../../test-trace.ts';
import { backoffCap } from './backoff-cap.ts';

const holds = (kind: 'llm' | 'other', maxDelayMs: number, delayMs: number) =>
  answers(
    backoffCap,
    trace({
      facts: {
        policy: { ...testFacts.policy, maxDelayMs },
        operations: { create_task: { ...createTask, kind } },
      },
      events: [perform(), request(), reply(503), after(delayMs), request(), reply(), succeeded()],
    }),
  );

test('60 s for others, 30 s for language models, less is fine', () => {
  expect(holds('other', 60_000, 500)).toEqual([true]);
  expect(holds('llm', 30_000, 30_000)).toEqual([true]);
  expect(holds('llm', 8000, 500)).toEqual([true]);
});

test('a higher cap, declared or kept, breaks it', () => {
  expect(holds('other', 120_000, 500)).toEqual([false]);
  expect(holds('llm', 60_000, 500)).toEqual([false]);
  expect(holds('llm', 30_000, 45_000)).toEqual([false]);
  expect(holds('other', 60_000, 45_000)).toEqual([true]);
});

test('without a retry there is nothing to see', () => {
  expect(answers(backoffCap, trace({ events: [perform(), request(), reply(), succeeded()] }))).toEqual([]);
});
