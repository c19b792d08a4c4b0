import { expect, test } from 'vitest';
import { after, answer, answers, deliver, delivery, effect, receivingFacts, trace } from '../../test-trace.ts';
import { outOfOrderSurvived } from './out-of-order-survived.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(outOfOrderSurvived, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const update = delivery({ event: 'Issue.update', deliveryId: 'd-2', expect: 'either', fault: 'out-of-order' });
const creation = delivery({ fault: 'out-of-order' });

test('the update may be taken or refused, as long as the creation is taken', () => {
  expect(holds(update, answer(), after(5000), creation, answer(), effect())).toEqual([true]);
  expect(holds(update, answer(409), after(5000), creation, answer(), effect())).toEqual([true]);
});

test('a server error, a creation that is refused, or more effects than events break it', () => {
  expect(holds(update, answer(500), creation, answer())).toEqual([false]);
  expect(holds(update, answer(), creation, answer(409))).toEqual([false]);
  expect(holds(update, answer(), creation, answer(), effect('a'), effect('b'), effect('c'))).toEqual([false]);
});
