import { expect, test } from 'vitest';
import { answer, answers, deliver, delivery, effect, receivingFacts, trace } from '../../test-trace.ts';
import { unknownEventIgnored } from './unknown-event-ignored.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(unknownEventIgnored, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const unknown = delivery({ event: 'tide.turned', expect: 'ignore', fault: 'unknown-event' });

test('any answer but a server error holds', () => {
  expect(holds(unknown, answer(200))).toEqual([true]);
  expect(holds(unknown, answer(404))).toEqual([true]);
});

test('a server error, no answer, or an effect breaks it', () => {
  expect(holds(unknown, answer(500))).toEqual([false]);
  expect(holds(unknown, answer('none'))).toEqual([false]);
  expect(holds(unknown, answer(200), effect())).toEqual([false]);
});
