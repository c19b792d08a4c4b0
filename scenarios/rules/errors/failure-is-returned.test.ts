import { expect, test } from 'vitest';
import {
  abort,
  after,
  answers,
  createTask,
  effect,
  exited,
  failed,
  fault,
  perform,
  read,
  refused,
  reply,
  request,
  retryAfterSeconds,
  silence,
  succeeded,
  threw,
  trace,
  unsettled,
} from '../../test-trace.ts';
import { failureIsReturned } from './failure-is-returned.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(failureIsReturned, trace({ events: [perform(), ...events] }));

test('an error that is returned holds, whatever the provider did', () => {
  for (const ends of [[reply(503)], [reply(401)], [silence()], [after(10_000), abort()], [reply(429)]])
    expect(holds(request(), ...ends, failed())).toEqual([true]);
  expect(holds(refused(), refused(), failed())).toEqual([true]);
});

test('throwing, hanging and ending the process break it, with a failure or without', () => {
  expect(holds(request(), reply(503), threw('fetch failed', 'TypeError'))).toEqual([false]);
  expect(holds(request(), reply(), threw('x is not a function', 'TypeError'))).toEqual([false]);
  for (const why of ['stuck', 'exit', 'watchdog', 'step-limit', 'virtual-time-limit'] as const)
    expect(holds(request(), reply(503), unsettled(why))).toEqual([false]);
});

test('an exception in the background that ends the process after the answer breaks it', () => {
  expect(holds(request(), reply(503), failed(), after(1000), exited('crashed'))).toEqual([true, false]);
  expect(holds(request(), reply(), succeeded(), exited('crashed'))).toEqual([false]);
  expect(holds(request(), reply(503), failed(), exited('planned'))).toEqual([true]);
  // Told once, by the call that it cut short.
  expect(holds(request(), reply(503), exited('crashed'), unsettled('exit'))).toEqual([false]);
});

test('ok after nothing but definite failures breaks it', () => {
  expect(holds(request(), reply(503), request(), reply(503), succeeded())).toEqual([false]);
  expect(holds(request(), reply(401), succeeded())).toEqual([false]);
  expect(holds(refused(), refused(), succeeded())).toEqual([false]);
  expect(holds(read(), reply(), request(), reply(403), succeeded())).toEqual([false]);
});

test('ok is honest when a retry did it, when the key was known, and when the provider may have acted', () => {
  expect(holds(request(), reply(503), after(5), request(), reply(), succeeded())).toEqual([true]);
  const lost = [request({ key: 'k' }), fault('lost-reply', { acted: true }), effect(), silence()];
  expect(holds(...lost, request({ key: 'k' }), reply(400, { class: 'conflict' }), succeeded())).toEqual([true]);
  expect(holds(...lost, read(), reply(), succeeded())).toEqual([true]);
  expect(holds(request(), silence(), succeeded())).toEqual([true]);
  expect(holds(request(), reply(400), request({ provider: 'backup' }), reply(), succeeded())).toEqual([true]);
});

test('a status that the operation expects is an answer', () => {
  const facts = { operations: { create_task: { ...createTask, stateChanging: false, expectedStatuses: [404] } } };
  const events = [perform(), read(), reply(404), succeeded()];
  expect(answers(failureIsReturned, trace({ facts, events }))).toEqual([]);
});

test('waiting for as long as it was asked to is not hanging', () => {
  const asked = reply(429, { retryAfter: retryAfterSeconds(86_400) });
  expect(holds(request(), asked, after(3_600_000), unsettled('virtual-time-limit'))).toEqual([]);
});

test('a call that never met a failure, one accepted for later, and one ended by the plan say nothing', () => {
  expect(holds(request(), reply(), succeeded())).toEqual([]);
  expect(holds(failed())).toEqual([]);
  expect(holds(succeeded(), request(), reply(503))).toEqual([]);
  expect(holds(request(), exited('planned'), unsettled('exit'))).toEqual([]);
});
