import { expect, test } from 'vitest';
import { after, answers, failed, perform, read, reply, request, succeeded, trace } from '../../test-trace.ts';
import { retriesWithinDeclared } from './retries-within-declared.ts';

const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(retriesWithinDeclared, trace({ events: [perform(), ...events] }));
const times = (count: number, ...steps: Parameters<typeof trace>[0]['events']) =>
  Array.from({ length: count }, () => steps).flat();
const outage = [request(), reply(503), after(10)];

test('three retries are four attempts', () => {
  expect(holds(...times(4, ...outage), failed())).toEqual([true]);
  expect(holds(...times(5, ...outage), failed())).toEqual([false]);
});

test('retries of the SDK below those of the integration multiply, whatever their keys', () => {
  const attempts = Array.from({ length: 12 }, (_, index) => [request({ key: `k-${index}` }), reply(503)]).flat();
  expect(holds(...attempts, failed())).toEqual([false]);
});

test('fewer attempts than allowed comply; a success on the way was no test', () => {
  expect(holds(...times(2, ...outage), failed())).toEqual([true]);
  expect(holds(...outage, request(), reply(), succeeded())).toEqual([]);
  expect(holds(request(), reply(404), failed())).toEqual([]);
});

test('the requests of one call are counted each by itself, and a read begins anew after it succeeded', () => {
  expect(holds(...times(3, read(), reply(503)), read(), reply(), ...times(4, ...outage), failed())).toEqual([true]);
  expect(holds(...times(2, ...times(3, read(), reply(503)), read(), reply()), succeeded())).toEqual([]);
});

test('taking it up again from a queue after the caller was told is a new series', () => {
  expect(holds(...times(4, ...outage), failed(), after(60_000), ...outage)).toEqual([true, true]);
});
