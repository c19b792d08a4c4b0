import { expect, test } from 'vitest';
import { answer, answers, deliver, delivery, effect, receivingFacts, testWebhook, trace } from '../../test-trace.ts';
import { staleDeliveryRefused } from './stale-delivery-refused.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(staleDeliveryRefused, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const old = (ageMs: number) => delivery({ expect: 'refuse', fault: 'stale', ageMs });

test.each([301_000, 301_003, 86_400_000])('signed %i ms ago it is refused', (ageMs) => {
  expect(holds(old(ageMs), answer(401))).toEqual([true]);
  expect(holds(old(ageMs), answer(200))).toEqual([false]);
});

test('a refusal that acts all the same breaks it, as does a server error', () => {
  expect(holds(old(301_000), answer(401), effect())).toEqual([false]);
  expect(holds(old(301_000), answer(500))).toEqual([false]);
});

test('a captured delivery under a fresh id is stale too, and the effect of the first one is its own', () => {
  const replay = delivery({ deliveryId: 'd-2', expect: 'refuse', fault: 'fresh-id-old-body', ageMs: 3_600_000 });
  expect(holds(delivery(), answer(), effect(), replay, answer(400))).toEqual([true]);
  expect(holds(delivery(), answer(), effect('a'), replay, answer(400), effect('b'))).toEqual([false]);
});

test('299 s, the second above five minutes, the future, and redeliveries that are stamped anew are not judged', () => {
  expect(holds(delivery({ fault: 'stale', ageMs: 299_000 }), answer(401))).toEqual([]);
  expect(holds(delivery({ expect: 'either', fault: 'stale', ageMs: 300_500 }), answer(200))).toEqual([]);
  expect(holds(delivery({ expect: 'either', fault: 'future', ageMs: -301_000 }), answer(200))).toEqual([]);
  expect(holds(delivery({ attempt: 3, what: 'redelivery' }), answer(200))).toEqual([]);
});

test('where no time is signed it does not apply, and says why', () => {
  const webhook = { ...testWebhook, dialect: 'github', signsTime: false };
  const applies = staleDeliveryRefused.appliesTo({ ...receivingFacts, webhook });
  expect(applies).toMatchObject({ applies: false, because: expect.stringMatching(/github webhooks sign no time/) });
});
