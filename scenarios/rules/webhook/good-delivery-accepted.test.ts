import { expect, test } from 'vitest';
import {
  after,
  answer,
  answers,
  deliver,
  delivery,
  exited,
  fault,
  receivingFacts,
  reply,
  request,
  testFacts,
  trace,
} from '../../test-trace.ts';
import { goodDeliveryAccepted } from './good-delivery-accepted.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(goodDeliveryAccepted, trace({ facts: receivingFacts, events: [deliver(), ...events] }));

test('any 2xx holds, anything else breaks it', () => {
  expect(holds(delivery(), answer(200))).toEqual([true]);
  expect(holds(delivery(), answer(204))).toEqual([true]);
  expect(holds(delivery(), answer(401))).toEqual([false]);
  expect(holds(delivery(), answer(301))).toEqual([false]);
  expect(holds(delivery(), answer('reset'))).toEqual([false]);
});

test('a right signature among several has to be found', () => {
  expect(holds(delivery({ fault: 'one-good-among-several' }), answer(401))).toEqual([false]);
});

test('an endpoint whose own calls fail may ask to be told again', () => {
  expect(holds(delivery(), request(), fault('server-error'), reply(503), answer(503))).toEqual([]);
});

test('an answer that comes too late is for the rules about time', () => {
  expect(holds(delivery(), after(21_000), answer('none'))).toEqual([]);
});

test('a duplicate, an old or early delivery, an event that is not listed, and a planned restart are for others to judge', () => {
  expect(holds(delivery(), answer(), delivery({ attempt: 1, what: 'duplicate' }), answer(409))).toEqual([true]);
  expect(holds(delivery({ expect: 'either', hangUp: true }), answer('left'), delivery(), answer(409))).toEqual([]);
  expect(holds(delivery({ fault: 'stale', ageMs: 299_000 }), answer(401))).toEqual([]);
  expect(holds(delivery({ fault: 'out-of-order' }), answer(401))).toEqual([]);
  expect(holds(delivery({ event: 'Project.create' }), answer(404))).toEqual([]);
  expect(holds(delivery(), exited(), answer('reset'))).toEqual([]);
});

test('it asks nothing of an integration that receives no webhooks, and wants the endpoint declared by others', () => {
  expect(goodDeliveryAccepted.appliesTo(testFacts)).toMatchObject({ applies: false });
  expect(goodDeliveryAccepted.appliesTo({ ...testFacts, type: 'input-only' })).toMatchObject({
    applies: 'cannot-tell',
  });
});
