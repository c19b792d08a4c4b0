import { expect, test } from 'vitest';
import { clauseId, clauseRows } from '../../harness/gate.ts';
import { std1701 } from './std-17-01.ts';

const bySection = (): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { ref } of std1701.clauses) counts[ref] = (counts[ref] ?? 0) + 1;
  return counts;
};

test('every line of the standard is a clause', () => {
  const parts3 = ['3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7', '3.8'].map((ref) => [ref, 5]);
  expect(bySection()).toEqual({
    ...{ '1.1': 6, '1.2': 3, '1.3': 3, '1.4': 3, '1.5': 3 },
    ...{ '2.1': 5, '2.2': 3, '2.3': 3, '2.4': 3, '2.5': 4 },
    ...Object.fromEntries(parts3),
    ...{ '4.1': 5, '4.2': 3, '4.3': 3, '4.4': 5, '4.5': 4, '5.1': 4, '5.2': 4, '5.3': 5, A: 1, B: 1, C: 6 },
  });
  expect(std1701.clauses).toHaveLength(117);
});

test('each clause has a name of its own, and each section a heading', () => {
  expect(new Set(std1701.clauses.map(clauseId)).size).toBe(117);
  expect(std1701.sections?.map(({ ref }) => ref)).toEqual(Object.keys(bySection()));
});

test('what a clause derives from exists', () => {
  const facts = {
    service: 'shop',
    type: 'bidirectional',
    providers: [],
    policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
    operations: {},
    secrets: [],
    probes: [],
    secretCarriers: [],
  } as const;
  expect(clauseRows(std1701, [], facts)).toHaveLength(117);
});
