import { expect, test } from 'vitest';
import {
  abort,
  after,
  answers,
  exited,
  failed,
  perform,
  readTask,
  reply,
  request,
  silence,
  succeeded,
  trace,
  unsettled,
} from '../../test-trace.ts';
import { timeoutRetried } from './timeout-retried.ts';

const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(timeoutRetried, trace({ events: [perform(), ...events] }));
const timeout = [request(), silence('hang'), after(10_000), abort()];

test('a timeout that is retried complies, one that ends the operation does not', () => {
  expect(holds(...timeout, after(300), request(), reply(), succeeded())).toEqual([true]);
  expect(holds(...timeout, failed())).toEqual([false]);
});

test('a client that only stops waiting, and leaves the connection open, is judged alike', () => {
  expect(holds(request(), silence('hang'), after(10_000), request(), reply(), succeeded())).toEqual([true]);
  expect(holds(request(), silence('hang'), after(10_000), failed())).toEqual([false]);
});

test('a reply that comes too slowly is a timeout, a whole one is not', () => {
  expect(holds(request(), after(10_000), abort(), failed())).toEqual([false]);
  expect(holds(request(), reply(), abort(), failed())).toEqual([]);
});

test('a client that breaks off at once, on a head that it does not like, did not wait for anything', () => {
  const cut = { cutAfter: 0, cutBy: 'reset' } as const;
  expect(holds(request(), reply(200, cut), abort(), failed())).toEqual([]);
  expect(holds(request(), after(10_000), reply(200, cut), abort(), failed())).toEqual([false]);
});

test('what the harness broke off was not given up by the client', () => {
  expect(holds(request(), silence('hang'), unsettled(), abort())).toEqual([]);
  expect(holds(request(), exited(), abort(), failed())).toEqual([]);
});

test('a write that can have no idempotency key need not be repeated', () => {
  const facts = { operations: { create_task: { ...readTask, stateChanging: true } } };
  expect(answers(timeoutRetried, trace({ facts, events: [perform(), ...timeout, failed()] }))).toEqual([]);
});
