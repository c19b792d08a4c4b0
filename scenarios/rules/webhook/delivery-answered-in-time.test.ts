import { expect, test } from 'vitest';
import {
  after,
  answer,
  answers,
  deliver,
  delivery,
  fault,
  receivingFacts,
  reply,
  request,
  silence,
  trace,
} from '../../test-trace.ts';
import { deliveryAnsweredInTime } from './delivery-answered-in-time.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(deliveryAnsweredInTime, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const hung: Steps = [request(), fault('hang'), silence('hang')];

test('2xx within 20 s holds, whether the call hangs before or after the answer', () => {
  expect(holds(delivery(), answer(200), ...hung)).toEqual([true]);
  expect(holds(delivery(), ...hung, after(20_000), answer(200))).toEqual([true]);
});

test('later than that, another status, or no answer breaks it', () => {
  expect(holds(delivery(), ...hung, after(20_010), answer(200))).toEqual([false]);
  expect(holds(delivery(), ...hung, after(10_000), answer(503))).toEqual([false]);
  expect(holds(delivery(), ...hung, after(21_000), answer('none'))).toEqual([false]);
});

test('an endpoint that makes no call has nothing to wait for', () => {
  expect(holds(delivery(), answer(200))).toEqual([true]);
  expect(holds(delivery(), after(30_000), answer(200))).toEqual([false]);
  expect(holds(delivery(), answer(401))).toEqual([]);
});

test('a call that was answered shows nothing', () => {
  expect(holds(delivery(), request(), reply(), answer(200))).toEqual([]);
  expect(holds(delivery(), request(), fault('server-error'), reply(503), answer(500))).toEqual([]);
});
