import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faults } from '../harness/faults/index.ts';
import type { IntegrationFacts, OperationFacts } from '../harness/model/integration-facts.ts';
import { planCases } from '../harness/plan.ts';
import type { PlanningContext } from '../harness/ports/scenario.ts';
import { testProvider } from '../harness/wire/test-provider.ts';
import { allScenarios } from './index.ts';

const operation: OperationFacts = {
  stateChanging: true,
  idempotency: 'new',
  kind: 'other',
  batch: false,
  pii: [],
  expectedStatuses: [],
};
const facts: IntegrationFacts = {
  service: 'shop',
  type: 'output-only',
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {
    create: operation,
    create_once: { ...operation, idempotency: 'content' },
    find: { ...operation, stateChanging: false, idempotency: 'none' },
    import: { ...operation, batch: true },
  },
  providers: [],
  secrets: [],
  probes: [],
  secretCarriers: [],
};
const context: PlanningContext = {
  facts,
  inputs: Object.fromEntries(Object.keys(facts.operations).map((name) => [name, fc.record({ title: fc.string() })])),
  provider: testProvider.id,
  dialect: testProvider.dialect,
};
const known = new Set(faults.map(({ id }) => id));

test.each(allScenarios)(
  '$id plans only what exists, as plain JSON, with every fault aimed at an action of the plan',
  (scenario) => {
    const cases = planCases({ scenarios: [scenario], context, seed: 7 });
    expect(cases).toHaveLength(scenario.cases);
    for (const { plan } of cases) {
      expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
      for (const action of plan.actions)
        if (action.kind === 'perform') expect(Object.keys(facts.operations)).toContain(action.operation);
      for (const { fault, on } of plan.faults) {
        expect(known).toContain(fault);
        expect(plan.actions[on.action]?.kind).toBe('perform');
      }
    }
  },
);

test('the same seed draws the same plans, however many are drawn, and another seed draws others', () => {
  const draw = (seed: number, cases: number) => planCases({ scenarios: allScenarios, context, seed, cases });
  const few = draw(1, 3);
  const many = new Map(draw(1, 9).map((each) => [each.id, each]));
  expect(few.map(({ id }) => many.get(id))).toEqual(few);
  expect(draw(2, 3)).not.toEqual(few);
});

test('an integration without a batch or a content operation gets no scenario about them', () => {
  const { find } = facts.operations;
  const small = { ...context, facts: { ...facts, operations: find === undefined ? {} : { find } } };
  const ids = new Set(planCases({ scenarios: allScenarios, context: small, seed: 1 }).map((each) => each.scenario));
  expect(ids).not.toContain('batch-on-small-quota');
  expect(ids).not.toContain('same-content-again');
  expect(ids).toContain('control');
});
