import { expect, test } from 'vitest';
import {
  after,
  answer,
  answers,
  deliver,
  delivery,
  effect,
  exited,
  fault,
  receivingFacts,
  reply,
  request,
  trace,
} from '../../test-trace.ts';
import { duplicateHasOneEffect } from './duplicate-has-one-effect.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const hourMs = 3_600_000;
const holds = (...events: Steps) =>
  answers(duplicateHasOneEffect, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const first: Steps = [delivery(), request(), effect('c-1'), reply(), answer()];
const again = delivery({ fault: 'duplicate', what: 'duplicate', attempt: 1 });
const twin = delivery({ fault: 'duplicate', expect: 'either' });

test('one effect holds, a second one breaks it', () => {
  expect(holds(...first, again, answer())).toEqual([true]);
  expect(holds(...first, again, request(), effect('c-2'), reply(), answer())).toEqual([false]);
});

test('also when both come at once, after a restart, and near 24 hours', () => {
  expect(holds(twin, twin, effect('c-1'), answer(), answer(409), after(60_000), again, answer())).toEqual([true]);
  expect(holds(twin, twin, effect('c-1'), effect('c-2'), answer(), after(60_000), again, answer())).toEqual([false]);
  expect(holds(...first, exited(), again, effect('c-2'), answer())).toEqual([false]);
  expect(holds(...first, after(24 * hourMs - 60_000), again, effect('c-2'), answer())).toEqual([false]);
});

test('beyond 24 hours a key may have been forgotten', () => {
  const late = delivery({ fault: 'duplicate', expect: 'either', what: 'duplicate' });
  expect(holds(...first, after(25 * hourMs), late, effect('c-2'), answer())).toEqual([true]);
  expect(holds(...first, after(25 * hourMs), again, effect('c-2'), answer())).toEqual([true]);
  expect(holds(...first, after(25 * hourMs), late, effect('c-2'), effect('c-3'), answer())).toEqual([false]);
});

test("the provider's own redeliveries after an answer that failed are duplicates too", () => {
  const retried = delivery({ what: 'redelivery', attempt: 1 });
  expect(holds(delivery(), effect('c-1'), answer(500), after(60_000), retried, effect('c-2'), answer())).toEqual([
    false,
  ]);
});

test('the same change made to the same thing again is no second effect, but the probe counts entries', () => {
  expect(holds(...first, again, effect('c-1'), answer())).toEqual([true]);
  const told = effect('d-1', { source: 'probe' });
  expect(holds(delivery(), answer(), told, again, answer())).toEqual([true]);
  expect(holds(delivery(), answer(), again, answer(), told, told)).toEqual([false]);
});

test('an effect that both ledger and probe tell is one', () => {
  expect(holds(...first, again, answer(), effect('mine', { source: 'probe' }))).toEqual([true]);
});

test('a provider without keys carries out again what was cut off: nobody is blamed', () => {
  const facts = { ...receivingFacts, providers: [{ id: 'linear', idempotency: 'none' as const }] };
  const at = (...events: Steps) => answers(duplicateHasOneEffect, trace({ facts, events: [deliver(), ...events] }));
  expect(at(...first, exited(), again, effect('c-2'), answer())).toEqual([]);
  expect(
    at(
      delivery(),
      request(),
      effect('c-1'),
      fault('lost-reply', { acted: true }),
      answer(500),
      again,
      effect('c-2'),
      answer(),
    ),
  ).toEqual([]);
  expect(at(...first, again, effect('c-2'), answer())).toEqual([false]);
});

test('what is not judged: a single delivery, no effect at all, events that are not listed, forgeries', () => {
  expect(holds(...first, effect('c-2'))).toEqual([]);
  expect(holds(delivery(), answer(), again, answer())).toEqual([]);
  const other = delivery({ event: 'Project.create' });
  expect(holds(other, answer(), effect('a'), other, answer(), effect('b'))).toEqual([]);
  expect(holds(...first, delivery({ expect: 'refuse' }), effect('b'), answer())).toEqual([]);
});
