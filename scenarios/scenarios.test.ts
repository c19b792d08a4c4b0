import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryFaults } from '../harness/deliveries/faults/index.ts';
import { faults } from '../harness/faults/index.ts';
import type { IntegrationFacts, OperationFacts } from '../harness/model/integration-facts.ts';
import { planCases } from '../harness/plan.ts';
import type { PlanningContext } from '../harness/ports/scenario.ts';
import { testProvider } from '../harness/wire/test-provider.ts';
import { githubWebhooks, standardWebhooks } from '../providers/webhooks/index.ts';
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
  type: 'bidirectional',
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {
    create: operation,
    create_once: { ...operation, idempotency: 'content' },
    find: { ...operation, stateChanging: false, idempotency: 'none' },
    import: { ...operation, batch: true },
  },
  providers: [],
  secrets: [{ name: 'SHOP_API_KEY', of: 'shop.apiKey', use: 'credential', managed: true }],
  probes: [],
  secretCarriers: [],
};
const context: PlanningContext = {
  facts,
  inputs: Object.fromEntries(Object.keys(facts.operations).map((name) => [name, fc.record({ title: fc.string() })])),
  provider: testProvider.id,
  dialect: testProvider.dialect,
  webhook: { dialect: standardWebhooks, events: standardWebhooks.events.map(({ event }) => event) },
};
const known = new Set([...faults, ...deliveryFaults].map(({ id }) => id));

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
        expect(['perform', 'deliver']).toContain(plan.actions[on.action]?.kind);
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

test('TLS is put to the test as long as one provider is reached with it', () => {
  const provider = { id: 'shop', idempotency: 'none' as const };
  const handshakes = (...providers: IntegrationFacts['providers']) =>
    planCases({ scenarios: allScenarios, context: { ...context, facts: { ...facts, providers } }, seed: 1 })
      .filter(({ scenario }) => scenario === 'failed-handshake')
      .map(({ plan }) => plan.faults[0]?.fault);
  const plain = { ...provider, plainHttp: true as const };
  expect(handshakes(plain)).toEqual([]);
  expect(new Set(handshakes(plain, provider))).toEqual(
    new Set(['untrusted-certificate', 'wrong-host', 'handshake-cut']),
  );
});

test('an integration without an endpoint gets no delivery, and no dialect gets a fault that it knows nothing of', () => {
  const { webhook: _, ...silent } = context;
  const deliveries = (each: PlanningContext) =>
    planCases({ scenarios: allScenarios, context: each, seed: 1 }).filter(({ plan }) =>
      plan.actions.some(({ kind }) => kind === 'deliver'),
    );
  expect(deliveries(silent)).toEqual([]);
  const github = {
    ...context,
    webhook: { dialect: githubWebhooks, events: githubWebhooks.events.map(({ event }) => event) },
  };
  const planned = new Set(deliveries(github).flatMap(({ plan }) => plan.faults.map(({ fault }) => fault)));
  expect(planned).toContain('wrong-secret');
  for (const timed of ['stale', 'future', 'changed-timestamp', 'one-good-among-several'])
    expect(planned).not.toContain(timed);
});

test('the two deliveries of one plan are two events, and only listed events are delivered', () => {
  const [only = ''] = context.webhook?.events ?? [];
  const narrow = { ...context, webhook: { dialect: standardWebhooks, events: [only] } };
  for (const { plan } of planCases({ scenarios: allScenarios, context: narrow, seed: 3 })) {
    const deliveries = plan.actions.flatMap((action) => (action.kind === 'deliver' ? [action] : []));
    expect(new Set(deliveries.map(({ deliveryId }) => deliveryId)).size).toBe(deliveries.length);
    for (const { event } of deliveries) expect(event).toBe(only);
  }
});
