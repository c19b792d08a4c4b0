import { expect, test } from 'vitest';
import { after, answer, answers, deliver, delivery, receivingFacts, trace } from '../../test-trace.ts';
import { duplicateAcknowledged } from './duplicate-acknowledged.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(duplicateAcknowledged, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const again = delivery({ fault: 'duplicate', what: 'duplicate' });

test('a duplicate is answered like the first delivery', () => {
  expect(holds(delivery(), answer(), again, answer(200))).toEqual([true]);
  expect(holds(delivery(), answer(), again, answer(409))).toEqual([false]);
});

test('what was not acknowledged before is no duplicate, and twins may be told to come again', () => {
  expect(holds(delivery(), answer(500), after(60_000), again, answer(500))).toEqual([]);
  expect(holds(delivery({ expect: 'either', hangUp: true }), answer('left'), again, answer(401))).toEqual([]);
  const twin = delivery({ expect: 'either' });
  expect(holds(twin, twin, answer(), answer(409))).toEqual([]);
});
