/** The bench on which clients are asked: a scenario for each probe and operation, and no rule, since nothing is judged. */
import type { Bench } from '../../../harness/bench.ts';
import { hang } from '../../../harness/faults/hang.ts';
import { noop } from '../../../harness/faults/noop.ts';
import { rateLimited } from '../../../harness/faults/rate-limited.ts';
import { reset } from '../../../harness/faults/reset.ts';
import { truncatedBody } from '../../../harness/faults/truncated-body.ts';
import type { Scenario } from '../../../harness/ports/scenario.ts';
import { std1701 } from '../../../scenarios/standards/std-17-01.ts';
import { type OperationName, operations, type Probe, probes, scenarioOf } from './probes.ts';
import { refusal } from './refusal.ts';

const scenario = (name: string, { fault, params, times, cases }: Probe, operation: OperationName): Scenario => ({
  id: scenarioOf(name, operation),
  summary: `${operation}: ${fault} ${JSON.stringify(params)}, ${times} times.`,
  topic: 'clients',
  cases,
  plans: ({ inputs }) =>
    inputs[operation]?.map((input) => ({
      actions: [{ kind: 'perform', operation, input, user: 'ada', correlationId: 'clients' }],
      faults: [{ fault, params, on: { action: 0, nth: 1, times } }],
    })),
});

export const bench: Bench = {
  scenarios: Object.entries(probes).flatMap(([name, probe]) =>
    operations.map((operation) => scenario(name, probe, operation)),
  ),
  rules: [],
  inspectionRules: [],
  faults: [noop, refusal, rateLimited, reset, hang, truncatedBody],
  standard: std1701,
  catalogue: { providers: {}, dialects: {} },
  module: import.meta.url,
};
