import { expect, test } from 'vitest';
import {
  abort,
  after,
  answers,
  exited,
  failed,
  fault,
  perform,
  reply,
  request,
  silence,
  succeeded,
  trace,
  unsettled,
} from '../../test-trace.ts';
import { attemptTimesOut } from './attempt-times-out.ts';

const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(attemptTimesOut, trace({ events: [perform(), ...events] }));
const hung = [request(), fault('hang'), silence('hang')];

test.each([2000, 10_000, 10_998])('given up after %i ms of the 10 s declared', (ms) => {
  expect(holds(...hung, after(ms), abort(), request(), reply(), succeeded())).toEqual([true]);
});

test('without a timeout of its own the client waits for ever', () => {
  expect(holds(...hung, unsettled('stuck'), abort())).toEqual([false]);
  expect(holds(...hung, after(3_600_000), unsettled('virtual-time-limit'))).toEqual([false]);
});

test('a timeout far above the declared one breaks it', () => {
  expect(holds(...hung, after(30_000), abort(), failed())).toEqual([false]);
});

test('a client that goes on without closing the connection has given up all the same', () => {
  expect(holds(...hung, after(10_000), request(), reply(), succeeded())).toEqual([true]);
  expect(holds(...hung, after(10_000), failed())).toEqual([true]);
  expect(holds(...hung, after(11_900), abort(), request(), reply(), succeeded())).toEqual([false]);
  // Its back-off came in between.
  expect(holds(...hung, after(10_950), request(), reply(), succeeded())).toEqual([true]);
  expect(holds(...hung, after(11_900), request(), reply(), succeeded())).toEqual([true]);
  expect(holds(...hung, after(20_000), request(), reply(), succeeded())).toEqual([false]);
});

test('what is done in the background, after the caller had an answer, has to be given up as well', () => {
  expect(holds(succeeded(), ...hung, after(10_000), abort(), request(), reply())).toEqual([true]);
  expect(holds(succeeded(), ...hung, after(300_000), abort())).toEqual([false]);
  expect(holds(succeeded(), ...hung)).toEqual([false]);
  expect(holds(succeeded(), ...hung, exited())).toEqual([]);
});

test('an attempt that was answered, or ended by a planned restart, is no test', () => {
  expect(holds(request(), after(60_000), reply(), succeeded())).toEqual([]);
  expect(holds(...hung, exited(), abort())).toEqual([]);
});
