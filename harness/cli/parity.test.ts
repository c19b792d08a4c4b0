import { expect, test } from 'vitest';
import { wordings } from '../../reports/wording.ts';
import { bench as standardBench } from '../../scenarios/bench.ts';

const { rules, inspectionRules, standard } = standardBench;
const ids = [...rules, ...inspectionRules].map(({ id }) => id);
const named = standard.clauses.flatMap(({ decidedBy }) => ('all' in decidedBy ? decidedBy.all : decidedBy.any));

test('every rule that a clause names exists, and every rule is named or known to be advice', () => {
  expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  expect(ids.filter((id) => !named.includes(id)).sort()).toEqual([
    'certificate-is-verified',
    'delivery-answered-before-provider-gives-up',
    'duplicate-acknowledged',
    'lost-connection-retried',
    'out-of-order-survived',
    'refusal-does-not-crash',
    'reset-time-honoured',
    'retry-after-honoured-on-server-error',
    'spent-account-not-retried',
    'stalled-stream-times-out',
    'stream-not-replayed-onto-partial-output',
    'truncated-stream-not-taken-for-whole',
    'unknown-event-ignored',
  ]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every rule has its own words, and no words are left over', () => {
  expect(Object.keys(wordings).sort()).toEqual([...ids].sort());
});
