import { expect, test } from 'vitest';
import {
  after,
  answers,
  createTask,
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

test('a handshake that was cut is a lost connection, but not where nobody can know whether a repeat does harm', () => {
  const cut = refused({ handshake: 'handshake-cut' });
  expect(holds(cut, after(100), request(), reply(), succeeded())).toEqual([true]);
  expect(holds(cut, failed())).toEqual([false]);
  const facts = { operations: { create_task: { ...createTask, idempotency: 'none' as const } } };
  const unkeyed = (...events: Parameters<typeof trace>[0]['events']) =>
    answers(lostConnectionRetried, trace({ facts, events: [perform(), ...events] }));
  expect(unkeyed(cut, failed())).toEqual([]);
  // Whom nobody let in did nothing, and says so.
  expect(unkeyed(refused(), failed())).toEqual([false]);
});

test.each(['untrusted-certificate', 'wrong-host'] as const)(
  'whether a connection with a bad certificate (%s) is tried again is the integration’s own business',
  (handshake) => {
    expect(holds(refused({ handshake }), failed())).toEqual([]);
    expect(holds(refused({ handshake }), after(100), request(), reply(), succeeded())).toEqual([]);
  },
);

test('without a lost connection there is nothing to judge', () => {
  expect(holds(request(), reply(503), failed())).toEqual([]);
});
