import { expect, test } from 'vitest';
import { after, answers, perform, reply, request, succeeded, testFacts, trace, wait } from '../../test-trace.ts';
import { contentKeyIsStable } from './content-key-is-stable.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(contentKeyIsStable, trace({ events }));
const call = (key: string, user = 'ada', title = 'a', operation = 'upsert_task'): Steps => [
  perform(operation, { title }, { user }),
  // What the request says may differ from call to call: a date in its text.
  request({ key, body: `${title} ${key}` }),
  reply(),
  succeeded(),
];
const pause = (hours: number): Steps => [wait(hours * 3_600_000), after(hours * 3_600_000)];

test('equal input from the same user has one key', () => {
  expect(holds(...call('k'), ...call('k'))).toEqual([true]);
  expect(holds(...call('k'), ...call('l'))).toEqual([false]);
});

test('a duplicate that is answered without asking the provider was found', () => {
  expect(holds(...call('k'), perform('upsert_task', { title: 'a' }), succeeded())).toEqual([true]);
});

test('another user, other input, a later hour and operations that are new each time are not compared', () => {
  expect(holds(...call('k'), ...call('l', 'grace'))).toEqual([]);
  expect(holds(...call('k'), ...call('l', 'ada', 'b'))).toEqual([]);
  expect(holds(...call('k'), ...pause(1), ...call('l'))).toEqual([]);
  expect(holds(...call('k', 'ada', 'a', 'create_task'), ...call('l', 'ada', 'a', 'create_task'))).toEqual([]);
});

test('it does not apply without an operation whose content is its identity', () => {
  const { create_task } = testFacts.operations;
  expect(contentKeyIsStable.appliesTo({ ...testFacts, operations: create_task ? { create_task } : {} })).toMatchObject({
    applies: false,
  });
});
