import { expect, test } from 'vitest';
import { answer, answers, deliver, delivery, effect, receivingFacts, testFacts, trace } from '../../test-trace.ts';
import { refusedDeliveryHasNoEffect } from './refused-delivery-has-no-effect.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const of = (...events: Steps) => trace({ facts: receivingFacts, events: [deliver(), ...events] });
const holds = (...traces: ReturnType<typeof of>[]) => answers(refusedDeliveryHasNoEffect, ...traces);
const forged = delivery({ expect: 'refuse', fault: 'wrong-secret' });
const good = of(delivery(), answer(), effect());

test('no effect holds, once a good delivery has shown that effects are seen', () => {
  expect(holds(good, of(forged, answer(401)))).toEqual([true]);
  expect(holds(of(forged, answer(401)))).toEqual([]);
});

test('an effect breaks it, whatever was answered', () => {
  expect(holds(of(forged, answer(401), effect()))).toEqual([false]);
  expect(holds(of(forged, answer(200), effect('x', { source: 'probe' })))).toEqual([false]);
});

test('the effect of the good delivery before a replay is its own', () => {
  const replay = delivery({ deliveryId: 'd-2', expect: 'refuse', fault: 'fresh-id-old-body', ageMs: 1000 });
  expect(holds(good, of(delivery(), answer(), effect(), replay, answer(401)))).toEqual([true]);
  expect(holds(of(delivery(), answer(), effect('a'), replay, answer(200), effect('b')))).toEqual([false]);
});

test('stale deliveries are for another rule', () => {
  expect(
    holds(of(delivery({ expect: 'refuse', ageMs: 301_000 }), answer(401), effect()), of(forged, answer(401))),
  ).toEqual([true]);
});

test('an endpoint that calls nobody has to show its effects', () => {
  const inputOnly = { ...receivingFacts, type: 'input-only', probes: [] } as const;
  expect(refusedDeliveryHasNoEffect.appliesTo(inputOnly)).toMatchObject({ applies: 'cannot-tell', reason: 'no-probe' });
  expect(refusedDeliveryHasNoEffect.appliesTo({ ...inputOnly, probes: ['effects'] })).toEqual({ applies: true });
  expect(refusedDeliveryHasNoEffect.appliesTo(testFacts)).toMatchObject({ applies: false });
});
