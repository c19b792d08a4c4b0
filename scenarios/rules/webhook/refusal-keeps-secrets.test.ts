import { expect, test } from 'vitest';
import type { Sighting } from '../../../harness/model/trace.ts';
import { answer, answers, deliver, delivery, log, receivingFacts, trace } from '../../test-trace.ts';
import { refusalKeepsSecrets } from './refusal-keeps-secrets.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(refusalKeepsSecrets, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const forged = delivery({ expect: 'refuse', fault: 'wrong-secret' });
const seen = (secret: string, where: string): { readonly sightings: readonly Sighting[] } => ({
  sightings: [{ secret, form: 'plain', where }],
});

test('an answer and a log that say only that it was wrong hold', () => {
  expect(holds(forged, log('invalid signature'), answer(401))).toEqual([true]);
});

test('the expected signature breaks it, in the answer or in the log', () => {
  expect(holds(forged, answer(401, seen('expected signature', 'answer')))).toEqual([false]);
  expect(holds(forged, log('expected <expected signature>', seen('expected signature', 'text')), answer(401))).toEqual([
    false,
  ]);
});

test('so does the secret, and any secret in the answer', () => {
  expect(holds(forged, answer(500, seen('LINEAR_WEBHOOK_SECRET', 'answer')))).toEqual([false]);
  expect(holds(forged, answer(500, seen('LINEAR_API_KEY', 'answer')))).toEqual([false]);
  expect(holds(forged, answer(401), log('x', seen('LINEAR_WEBHOOK_SECRET', 'text')))).toEqual([false]);
});

test('other secrets in the log, and what good deliveries lead to, are for other rules', () => {
  expect(holds(forged, log('x', seen('LINEAR_API_KEY', 'text')), answer(401))).toEqual([true]);
  expect(holds(delivery(), answer(200, seen('LINEAR_API_KEY', 'answer')))).toEqual([]);
});
