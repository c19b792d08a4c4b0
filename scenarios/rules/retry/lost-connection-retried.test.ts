import { expect, test } from 'vitest';
import {
  after,
  answers,
  failed,
  perform,
  refused,
  reply,
  request,
  silence,
  succeeded,
  trace,
} from '../../test-trace.ts';
import { lostConnectionRetried } from './lost-connection-retried.ts';

const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(lostConnectionRetried, trace({ events: [perform(), ...events] }));

test.each(['reset', 'closed'] as const)('a connection that was %s is tried again', (kind) => {
  expect(holds(request(), silence(kind), after(100), request(), reply(), succeeded())).toEqual([true]);
  expect(holds(request(), silence(kind), failed())).toEqual([false]);
});

test('a refused connection belongs to the request that it was meant for', () => {
  expect(holds(refused(), after(100), request(), reply(), succeeded())).toEqual([true]);
  expect(holds(request(), reply(503), after(100), refused(), after(100), request(), reply(), succeeded())).toEqual([
    true,
  ]);
  expect(holds(refused(), failed())).toEqual([false]);
  expect(holds(refused(), refused(), refused(), refused(), failed())).toEqual([true, true, true]);
});

test('without a lost connection there is nothing to judge', () => {
  expect(holds(request(), reply(503), failed())).toEqual([]);
});
