/** With the rules themselves, since a window is made from the facts of their findings. */
import { expect, test } from 'vitest';
import type { TraceEvent } from '../../harness/model/trace.ts';
import type { Rule } from '../../harness/ports/rule.ts';
import { allRules as rules } from '../../scenarios/rules/index.ts';
import {
  abort,
  after,
  answer,
  deliver,
  delivery,
  failed,
  fault,
  perform,
  receivingFacts,
  reply,
  request,
  retryAfterSeconds,
  type Step,
  silence,
  succeeded,
  testFacts,
  trace,
} from '../../scenarios/test-trace.ts';
import { windowOf } from './windows.ts';

const ruleOf = (id: string): Rule => {
  const found = rules.find((rule) => rule.id === id);
  if (found === undefined) throw new Error(`there is no rule ${id}`);
  return found;
};

/** When the window of the rule's first broken finding opens and closes, and after which types of event. */
const opensAndCloses = (id: string, ...events: readonly Step[]) => {
  const rule = ruleOf(id);
  const seen = trace({ facts: id.includes('deliver') ? receivingFacts : testFacts, events });
  const finding = rule.decide(rule.observe(seen)).find(({ held }) => !held);
  if (finding === undefined) throw new Error(`${id} is not broken`);
  const seqs = new Set(finding.evidence.flatMap((each) => each.seqs));
  const pointedAt = seen.events.filter(({ seq }: TraceEvent) => seqs.has(seq));
  const worded = { ...finding, message: '', expected: '', observed: '' };
  const allowed = windowOf(id, worded, pointedAt, seen.integration.policy);
  const typeAt = (seq: number | undefined) => seen.events.find((event) => event.seq === seq)?.type;
  return {
    opens: [allowed?.opens.at, typeAt(allowed?.opens.after)],
    closes: [allowed?.closes?.at, typeAt(allowed?.closes?.after)],
  };
};

const again = [request({ key: 'a' }), reply(), succeeded()];

test('a retry is allowed from when Retry-After says, without an end', () => {
  const limited = [request({ key: 'a' }), after(5), reply(429, { retryAfter: retryAfterSeconds(30, 5) })];
  expect(opensAndCloses('retry-after-honoured', perform(), ...limited, after(3000), ...again)).toEqual({
    opens: [30_005, undefined],
    closes: [undefined, undefined],
  });
});

test('a back-off lies between the failure and the bound of its retry', () => {
  const late = [perform(), request({ key: 'a' }), after(7), reply(503), after(1500), ...again];
  expect(opensAndCloses('backoff-within-envelope', ...late)).toEqual({
    opens: [7, 'reply'],
    closes: [1007, undefined],
  });
});

test('an attempt without an answer ends at the declared timeout and a second', () => {
  const hanging = [perform(), request({ key: 'a' }), fault('hang'), silence('hang'), after(25_000), abort(), failed()];
  const { opens, closes } = opensAndCloses('attempt-times-out', ...hanging);
  expect(opens).toEqual([0, 'request']);
  expect(closes[0]).toBeGreaterThanOrEqual(testFacts.policy.attemptTimeoutMs + 1000);
  expect(closes[0]).toBeLessThan(25_000);
});

test('a retry that is missing was due after the failure', () => {
  expect(opensAndCloses('server-error-retried', perform(), request({ key: 'a' }), reply(503), failed())).toEqual({
    opens: [0, 'reply'],
    closes: [testFacts.policy.baseDelayMs, undefined],
  });
});

test.each([
  ['permanent-error-not-retried', 422],
  ['success-not-retried', 200],
])('%s: nothing is allowed after the reply', (rule, status) => {
  const { closes } = opensAndCloses(rule, perform(), request({ key: 'a' }), reply(status), after(100), ...again);
  expect(closes).toEqual([0, 'reply']);
});

test('no attempt is allowed after the last one declared', () => {
  const attempts = Array.from({ length: testFacts.policy.maxRetries + 1 }, (): readonly Step[] => [
    request({ key: 'a' }),
    reply(503),
    after(10),
  ]);
  const { closes } = opensAndCloses('retries-within-declared', perform(), ...attempts.flat(), ...again);
  expect(closes).toEqual([10 * testFacts.policy.maxRetries, 'request']);
});

test('a delivery is good for five minutes from when it was signed, which may be before the case', () => {
  const stale = delivery({ expect: 'refuse', fault: 'stale', ageMs: 301_000 });
  expect(opensAndCloses('stale-delivery-refused', deliver(), stale, answer(200))).toEqual({
    opens: [-301_000, undefined],
    closes: [-1000, undefined],
  });
});

test('an answer is due within 20 seconds of the delivery', () => {
  const slow = [deliver(), delivery(), after(25_000), answer(200)];
  expect(opensAndCloses('delivery-answered-in-time', ...slow)).toEqual({
    opens: [0, 'delivery'],
    closes: [20_000, undefined],
  });
});
