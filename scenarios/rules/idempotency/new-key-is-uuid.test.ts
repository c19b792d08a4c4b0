import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { answers, perform, reply, request, succeeded, testFacts, trace } from '../../test-trace.ts';
import { newKeyIsUuid } from './new-key-is-uuid.ts';

const holds = (key: string, operation = 'create_task') =>
  answers(newKeyIsUuid, trace({ events: [perform(operation), request({ key }), reply(), succeeded()] }));

test('a random UUID of version 4 or 7, also behind a prefix', () => {
  for (const key of [
    randomUUID(),
    randomUUID().toUpperCase(),
    `stripe-node-retry-${randomUUID()}`,
    '01890a5d-ac96-774b-bcce-b302099a8057',
  ])
    expect(holds(key)).toEqual([true]);
});

test.each(['task-17', '1769342400000', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '74738ff5-5367-5958-9aee-98fffdcd1876', ''])(
  '%j is none',
  (key) => {
    expect(holds(key)).toEqual([false]);
  },
);

test('keys made from content have another form', () => {
  expect(holds('5feceb66ffc86f38', 'upsert_task')).toEqual([]);
  const { upsert_task } = testFacts.operations;
  expect(newKeyIsUuid.appliesTo({ ...testFacts, operations: upsert_task ? { upsert_task } : {} })).toMatchObject({
    applies: false,
  });
});
