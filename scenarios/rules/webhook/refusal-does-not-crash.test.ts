import { expect, test } from 'vitest';
import { answer, answers, deliver, delivery, exited, receivingFacts, trace } from '../../test-trace.ts';
import { refusalDoesNotCrash } from './refusal-does-not-crash.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(refusalDoesNotCrash, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const forged = delivery({ expect: 'refuse', fault: 'signature-wrong-length' });
const strange = delivery({ expect: 'ignore', fault: 'body-not-json' });
const huge = delivery({ expect: 'either', fault: 'body-huge', bytes: 5_000_000 });

test('any answer holds: an official verifier answers 500 to a signed null', () => {
  for (const status of [200, 401, 413, 500]) expect(holds(strange, answer(status))).toEqual([true]);
});

test('a process that ends breaks it, before its answer or after', () => {
  expect(holds(forged, exited('crashed'), answer('reset'))).toEqual([false]);
  expect(holds(forged, answer(401), exited('crashed'))).toEqual([false]);
  expect(holds(strange, exited('memory'), answer('none'))).toEqual([false]);
});

test('no answer breaks it', () => {
  expect(holds(strange, answer('none'))).toEqual([false]);
  expect(holds(strange, answer('reset'))).toEqual([false]);
});

test('a large body may be refused by closing the connection', () => {
  expect(holds(huge, answer('reset'))).toEqual([]);
  expect(holds(huge, answer(413))).toEqual([true]);
  expect(holds(huge, exited('crashed'), answer('reset'))).toEqual([false]);
});

test('whoever finds the endpoint down did not bring it down, nor does a planned restart', () => {
  expect(holds(delivery(), exited('crashed'), answer('reset'), forged, answer('refused'))).toEqual([]);
  expect(holds(forged, exited(), answer('reset'))).toEqual([]);
  expect(holds(delivery({ expect: 'either', hangUp: true }), answer('left'))).toEqual([]);
});

test('what may be accepted may be worked on for long', () => {
  expect(holds(delivery({ expect: 'either', fault: 'signature-wrong-case' }), answer('none'))).toEqual([]);
});
