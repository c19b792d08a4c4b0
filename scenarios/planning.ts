/** The building blocks of scenarios: which operation is called with what, and where a fault strikes. */
import fc, { type Arbitrary } from 'fast-check';
import type { OperationFacts } from '../harness/model/integration-facts.ts';
import type { JsonObject } from '../harness/model/json.ts';
import type { Action, PlannedFault } from '../harness/model/plan.ts';
import type { Fault, FaultSettings } from '../harness/ports/fault.ts';
import type { QuotaUnit } from '../harness/ports/provider.ts';
import type { PlanBody, PlanningContext } from '../harness/ports/scenario.ts';

export type Performed = Extract<Action, { readonly kind: 'perform' }>;

const users = ['ada', 'grace', 'edsger'] as const;

export const anyOperation = (): boolean => true;
/** A single call, so that its attempts can be told apart from the further requests of a batch. */
export const single = ({ batch }: OperationFacts): boolean => !batch;

export const operationsWhere = (
  { facts }: PlanningContext,
  wanted: (operation: OperationFacts) => boolean,
): readonly string[] =>
  Object.entries(facts.operations)
    .filter(([, operation]) => wanted(operation))
    .map(([name]) => name);

/** Calls of one of these operations, each with an input that the contract generates. Undefined when there is none. */
export const performing = (
  context: PlanningContext,
  wanted: (operation: OperationFacts) => boolean,
): Arbitrary<Performed> | undefined => {
  const calls = operationsWhere(context, wanted).flatMap((operation) => {
    const input = context.inputs[operation];
    return input === undefined
      ? []
      : [
          fc.record({
            kind: fc.constant('perform' as const),
            operation: fc.constant(operation),
            input,
            user: fc.constantFrom(...users),
            correlationId: fc.uuid({ version: 4 }),
          }),
        ];
  });
  return calls.length === 0 ? undefined : fc.oneof(...calls);
};

/** Burst lengths from one strike to as many as the policy still has retries for. */
export const withinRetries = ({ facts }: PlanningContext): Arbitrary<number> =>
  fc.integer({ min: 1, max: Math.max(1, facts.policy.maxRetries) });

/** More strikes than any sane policy has attempts. */
export const pastEveryRetry = fc.constant(50);

const settingsOf = ({ facts, dialect }: PlanningContext): FaultSettings => ({ policy: facts.policy, dialect });

/** Mostly the first request of an action; the second reaches the writes that come after a look-up. */
export const firstOrSecond = fc.constantFrom(1, 1, 2);

/** `fault` with parameters of its own choice, striking `times` requests of the first action in a row. */
export const striking = (
  context: PlanningContext,
  fault: Fault,
  times: Arbitrary<number>,
  nth: Arbitrary<number> = fc.constant(1),
): Arbitrary<PlannedFault> => {
  const params: Arbitrary<JsonObject> = fault.params(settingsOf(context));
  return fc.tuple(params, nth, times).map(([chosen, first, count]) => ({
    fault: fault.id,
    params: chosen,
    on: { action: 0, nth: first, times: count },
  }));
};

/** `fault` with exactly these parameters. */
export const strikingWith = (
  fault: Fault,
  params: Arbitrary<JsonObject>,
  times: Arbitrary<number>,
): Arbitrary<PlannedFault> =>
  fc
    .tuple(params, times)
    .map(([chosen, count]) => ({ fault: fault.id, params: chosen, on: { action: 0, nth: 1, times: count } }));

/** Which of the provider's quotas is told to be nearly used up. */
export const anyQuota = ({ dialect }: PlanningContext): Arbitrary<QuotaUnit> =>
  fc.constantFrom('requests', ...(dialect.hasTokenQuota ? (['tokens'] as const) : []));

/** One call and one fault: the shape of most scenarios. */
export const oneCall = (
  call: Arbitrary<Performed> | undefined,
  fault: Arbitrary<PlannedFault>,
): Arbitrary<PlanBody> | undefined =>
  call && fc.tuple(call, fault).map(([action, planned]) => ({ actions: [action], faults: [planned] }));
