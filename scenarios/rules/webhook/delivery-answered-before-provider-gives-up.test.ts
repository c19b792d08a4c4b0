import { expect, test } from 'vitest';
import {
  after,
  answer,
  answers,
  deliver,
  delivery,
  fault,
  receivingFacts,
  request,
  silence,
  testWebhook,
  trace,
} from '../../test-trace.ts';
import { deliveryAnsweredBeforeProviderGivesUp } from './delivery-answered-before-provider-gives-up.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const rule = deliveryAnsweredBeforeProviderGivesUp;
const holds = (...events: Steps) =>
  answers(rule, trace({ facts: receivingFacts, events: [deliver(), delivery(), ...events] }));
const hung: Steps = [request(), fault('hang'), silence('hang')];

test("the limit is the provider's own", () => {
  expect(holds(...hung, after(4900), answer(200))).toEqual([true]);
  expect(holds(...hung, after(6000), answer(200))).toEqual([false]);
});

test('a run that did not store the limit is not judged', () => {
  const { answerTimeoutMs: _, ...webhook } = testWebhook;
  expect(rule.appliesTo({ ...receivingFacts, webhook })).toMatchObject({ applies: false });
});
