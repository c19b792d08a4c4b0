import { expect, test } from 'vitest';
import { answer, answers, deliver, delivery, exited, receivingFacts, trace } from '../../test-trace.ts';
import { badSignatureRefused } from './bad-signature-refused.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(badSignatureRefused, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const forged = (faultId = 'wrong-secret', ageMs = 0) => delivery({ expect: 'refuse', fault: faultId, ageMs });

test('any 4xx refuses it', () => {
  expect(holds(forged(), answer(401))).toEqual([true]);
  expect(holds(forged(), answer(400))).toEqual([true]);
  expect(holds(forged(), answer(403))).toEqual([true]);
});

test('accepting, failing and falling silent break it', () => {
  expect(holds(forged(), answer(200))).toEqual([false]);
  expect(holds(forged(), answer(500))).toEqual([false]);
  expect(holds(forged(), answer('none'))).toEqual([false]);
  expect(holds(forged('signature-wrong-length'), exited('crashed'), answer('reset'))).toEqual([false]);
});

test('where the provider signs no time, a forgery is one all the same', () => {
  const { ageMs: _, ...timeless } = { ageMs: 0, expect: 'refuse', fault: 'wrong-secret' } as const;
  expect(holds(delivery(timeless), answer(200))).toEqual([false]);
});

test('what is not judged: a right signature, a stale one, one over a re-serialised body, what may be refused or not', () => {
  expect(holds(delivery(), answer(200))).toEqual([]);
  expect(holds(forged('stale', 301_000), answer(200))).toEqual([]);
  expect(holds(forged('fresh-id-old-body', 3_600_000), answer(200))).toEqual([]);
  expect(holds(forged('signature-of-reserialised-body'), answer(200))).toEqual([]);
  expect(holds(delivery({ expect: 'either', fault: 'signature-doubled' }), answer(200))).toEqual([]);
});

test('a captured delivery under a fresh id is a forgery where the id is signed', () => {
  expect(holds(delivery(), answer(), forged('fresh-id-old-body', 1000), answer(200))).toEqual([false]);
});
