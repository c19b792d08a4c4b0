import { expect, test } from 'vitest';
import { after, answers, perform, reply, request, succeeded, testFacts, trace, wait } from '../../test-trace.ts';
import { contentKeySeparatesUsers } from './content-key-separates-users.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(contentKeySeparatesUsers, trace({ events }));
const call = (key: string, user = 'ada', title = 'a', operation = 'upsert_task'): Steps => [
  perform(operation, { title }, { user }),
  // What the request says may differ from call to call: a date in its text.
  request({ key, body: `${title} ${key}` }),
  reply(),
  succeeded(),
];
const pause = (hours: number): Steps => [wait(hours * 3_600_000), after(hours * 3_600_000)];

test('another user has another key, whenever', () => {
  expect(holds(...call('k'), ...call('l', 'grace'))).toEqual([true]);
  expect(holds(...call('k'), ...call('k', 'grace'))).toEqual([false]);
  expect(holds(...call('k'), ...pause(30), ...call('k', 'grace'))).toEqual([false]);
});

test('the same user, and other input, are not compared', () => {
  expect(holds(...call('k'), ...call('k'))).toEqual([]);
  expect(holds(...call('k'), ...call('k', 'grace', 'b'))).toEqual([]);
});

test('it does not apply without an operation whose content is its identity', () => {
  const { create_task } = testFacts.operations;
  expect(
    contentKeySeparatesUsers.appliesTo({ ...testFacts, operations: create_task ? { create_task } : {} }),
  ).toMatchObject({
    applies: false,
  });
});
