import { expect, test } from 'vitest';
import {
  answer,
  answers,
  deliver,
  delivery,
  effect,
  exited,
  fault,
  probe,
  receivingFacts,
  reply,
  request,
  trace,
} from '../../test-trace.ts';
import { acknowledgedWorkCompletes } from './acknowledged-work-completes.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const good: Steps = [deliver(), delivery(), answer(), request(), effect('c-0'), reply()];
const second = delivery({ deliveryId: 'd-2' });
const holds = (...events: Steps) =>
  answers(acknowledgedWorkCompletes, trace({ facts: receivingFacts, events: [...good, deliver(), ...events] }));

test('the effect may come after the answer, and after a restart', () => {
  expect(holds(second, answer(), effect('c-1'))).toEqual([true, true]);
  expect(holds(second, answer(), exited(), effect('c-1'))).toEqual([true, true]);
});

test('acknowledged and lost breaks it', () => {
  expect(holds(second, answer())).toEqual([true, false]);
  expect(holds(second, answer(), exited())).toEqual([true, false]);
});

test('work that fails for good belongs into the dead letters', () => {
  const failing: Steps = [second, answer(), request(), fault('server-error'), reply(503)];
  expect(holds(...failing, probe('deadLetters', { deliveryId: 'd-2' }))).toEqual([true, true]);
  expect(holds(...failing)).toEqual([true, false]);
  const facts = { ...receivingFacts, probes: [] };
  const events = [...good, deliver(), ...failing];
  expect(answers(acknowledgedWorkCompletes, trace({ facts, events }))).toEqual([true]);
});

test('a duplicate that finds its event marked as handled, but not done, does not save it', () => {
  expect(holds(second, answer(), exited(), second, answer())).toEqual([true, false]);
});

test("what was not acknowledged is the provider's to send again", () => {
  expect(holds(second, answer(503))).toEqual([true]);
  expect(holds(delivery({ deliveryId: 'd-2', expect: 'refuse' }), answer(200))).toEqual([true]);
  expect(holds(delivery({ deliveryId: 'd-2', event: 'Project.create' }), answer(200))).toEqual([true]);
});

test('without the probe, nothing seen is lost work only where the ledger has shown such work', () => {
  const events = [deliver(), delivery(), answer()];
  expect(answers(acknowledgedWorkCompletes, trace({ facts: receivingFacts, events }))).toEqual([]);
  const facts = { ...receivingFacts, probes: ['effects' as const] };
  expect(answers(acknowledgedWorkCompletes, trace({ facts, events }))).toEqual([false]);
});
