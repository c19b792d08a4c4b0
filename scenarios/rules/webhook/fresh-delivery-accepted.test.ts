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
  testWebhook,
  trace,
} from '../../test-trace.ts';
import { freshDeliveryAccepted } from './fresh-delivery-accepted.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(freshDeliveryAccepted, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const fresh = delivery({ fault: 'stale', ageMs: 299_000 });

test('signed 299 s ago it is accepted', () => {
  expect(holds(fresh, answer(200))).toEqual([true]);
  expect(holds(fresh, answer(401))).toEqual([false]);
});

test('an endpoint whose contract says that it is stricter is not blamed', () => {
  expect(holds(delivery({ expect: 'either', fault: 'stale', ageMs: 299_000 }), answer(401))).toEqual([]);
});

test('an endpoint that refuses all true deliveries does not refuse these for their age', () => {
  expect(holds(delivery(), answer(401), fresh, answer(401))).toEqual([]);
  expect(holds(delivery(), answer(200), fresh, answer(401))).toEqual([false]);
});

test('ordinary deliveries, and endpoints whose calls fail, are for others', () => {
  expect(holds(delivery(), answer(401))).toEqual([]);
  expect(holds(fresh, request(), fault('server-error'), reply(503), answer(503))).toEqual([]);
});

test('where no time is signed it does not apply', () => {
  const webhook = { ...testWebhook, signsTime: false };
  expect(freshDeliveryAccepted.appliesTo({ ...receivingFacts, webhook })).toMatchObject({ applies: false });
});

test('on the real clock a delivery ages on its way: only what cannot have become too old is judged', () => {
  const onReal = (ageMs: number, wayMs: number) => {
    const events = [deliver(), delivery({ fault: 'stale', ageMs }), after(wayMs), answer(401)];
    return answers(freshDeliveryAccepted, trace({ facts: receivingFacts, clock: 'real', events }));
  };
  expect(onReal(299_000, 0)).toEqual([]);
  expect(onReal(295_000, 100)).toEqual([false]);
  expect(onReal(295_000, 4_100)).toEqual([]);
});
