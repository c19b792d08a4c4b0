import { expect, test } from 'vitest';
import { answer, answers, compared, deliver, delivery, receivingFacts, trace } from '../../test-trace.ts';
import { comparisonIsTimingSafe } from './comparison-is-timing-safe.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const of = (...events: Steps) => trace({ facts: receivingFacts, events: [deliver(), ...events] });

test('a primitive or a known verifier seen while it decided holds', () => {
  expect(answers(comparisonIsTimingSafe, of(delivery(), compared(), answer()))).toEqual([true]);
  expect(answers(comparisonIsTimingSafe, of(delivery(), compared('standardwebhooks'), answer()))).toEqual([true]);
  // Told on another channel than the answer.
  expect(answers(comparisonIsTimingSafe, of(delivery(), answer(), compared()))).toEqual([true]);
});

test('not seen is not decided: something was observed, and no finding comes of it', () => {
  const trace = of(delivery(), answer());
  expect(comparisonIsTimingSafe.observe(trace)).toHaveLength(1);
  expect(answers(comparisonIsTimingSafe, trace)).toEqual([]);
});

test('what was compared for another delivery, or before, does not count', () => {
  expect(answers(comparisonIsTimingSafe, of(compared(), delivery(), answer()))).toEqual([]);
  const forged = delivery({ expect: 'refuse', fault: 'wrong-secret' });
  expect(answers(comparisonIsTimingSafe, of(delivery(), answer(), forged, compared(), answer(401)))).toEqual([]);
});

test('one that was accepted without it leaves all open: it went another way', () => {
  const seen = of(delivery(), compared(), answer());
  expect(answers(comparisonIsTimingSafe, seen, seen)).toEqual([true, true]);
  expect(answers(comparisonIsTimingSafe, seen, of(delivery(), answer()), seen)).toEqual([]);
});

test('where none was ever seen, as in another language, people have to look', () => {
  const conduct = { calls: true, deadLetters: false, keys: true, compares: false, logs: 'json' as const };
  expect(comparisonIsTimingSafe.appliesTo(receivingFacts, conduct)).toMatchObject({
    applies: 'cannot-tell',
    next: expect.stringContaining('gauntlet attest 4.4.4'),
  });
  expect(comparisonIsTimingSafe.appliesTo(receivingFacts, { ...conduct, compares: true })).toEqual({ applies: true });
});
