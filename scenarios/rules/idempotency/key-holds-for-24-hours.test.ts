import { expect, test } from 'vitest';
import { after, answers, perform, reply, request, succeeded, trace, wait } from '../../test-trace.ts';
import { keyHoldsFor24Hours } from './key-holds-for-24-hours.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(keyHoldsFor24Hours, trace({ events }));
const call = (key: string, user = 'ada', title = 'a', operation = 'upsert_task'): Steps => [
  perform(operation, { title }, { user }),
  // What the request says may differ from call to call: a date in its text.
  request({ key, body: `${title} ${key}` }),
  reply(),
  succeeded(),
];
const pause = (hours: number): Steps => [wait(hours * 3_600_000), after(hours * 3_600_000)];

test.each([1, 12, 23])('%i hours later equal input still has its key', (hours) => {
  expect(holds(...call('k'), ...pause(hours), ...call('k'))).toEqual([true]);
  expect(holds(...call('k'), ...pause(hours), ...call('l'))).toEqual([false]);
});

test('after 24 hours the key may have expired', () => {
  expect(holds(...call('k'), ...pause(24), ...call('l'))).toEqual([]);
});

test('calls right after each other, and those of another user, say nothing of it', () => {
  expect(holds(...call('k'), ...call('l'))).toEqual([]);
  expect(holds(...call('k'), ...pause(12), ...call('l', 'grace'))).toEqual([]);
});
