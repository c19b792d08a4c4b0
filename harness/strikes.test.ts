import { expect, test } from 'vitest';
import type { PlannedFault } from './model/plan.ts';
import { countStrikes } from './strikes.ts';

const fault = (on: PlannedFault['on']): PlannedFault => ({ fault: 'reset', params: {}, on });
const plan = (...faults: PlannedFault[]) => ({ scenario: 's', seed: 1, actions: [], faults });

test('a burst strikes its requests in a row, counted within the action and among the operations that it names', () => {
  const strikes = countStrikes(plan(fault({ action: 1, providerOperation: 'issueCreate', nth: 2, times: 2 })));
  const asked = [
    [0, 'issueCreate'],
    [1, 'issueCreate'],
    [1, 'viewer'],
    [1, 'issueCreate'],
    [1, 'issueCreate'],
    [1, 'issueCreate'],
  ] as const;
  expect(asked.map(([action, operation]) => strikes.of(action, operation).length)).toEqual([0, 0, 0, 1, 1, 0]);
});

test('faults on the same request strike together, in the order of the plan', () => {
  const strikes = countStrikes(plan(fault({ action: 0, nth: 1, times: 1 }), fault({ action: 0, nth: 1, times: 9 })));
  expect(strikes.of(0, 'viewer').map(({ planned }) => planned)).toEqual([0, 1]);
  expect(strikes.of(0, 'viewer').map(({ planned }) => planned)).toEqual([1]);
});
