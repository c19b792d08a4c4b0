/** The building blocks of webhook scenarios: which event is delivered, and what goes wrong with its delivery. */
import fc, { type Arbitrary } from 'fast-check';
import type { JsonObject } from '../../harness/model/json.ts';
import type { Action, PlannedFault } from '../../harness/model/plan.ts';
import type { PlanBody, PlanningContext } from '../../harness/ports/scenario.ts';
import type { DeliveryContext, DeliveryFault, WebhookDialect, WebhookEvent } from '../../harness/ports/webhook.ts';

type Delivers = Extract<Action, { readonly kind: 'deliver' }>;

/** Deliveries of the events that the contract lists. Undefined for an integration that receives none. */
export const delivering = (
  { webhook }: PlanningContext,
  wanted: (event: WebhookEvent) => boolean = () => true,
): Arbitrary<Delivers> | undefined => {
  if (webhook === undefined) return undefined;
  const { dialect } = webhook;
  const events = dialect.events.filter((event) => webhook.events.includes(event.event) && wanted(event));
  if (events.length === 0) return undefined;
  return fc.oneof(
    ...events.map(({ event, payload }) =>
      fc.record({
        kind: fc.constant('deliver' as const),
        event: fc.constant(event),
        // Ids of two deliveries in one plan must not be equal, however small they get.
        deliveryId: fc.noShrink(fc.uuid({ version: 4 })).map((id) => dialect.deliveryId(id)),
        payload,
      }),
    ),
  );
};

const secretLike = ({ secretShape: { prefix, randomLength } }: WebhookDialect, letter: string): string =>
  `${prefix}${letter.repeat(randomLength)}`;

/** Stands for the real secrets where only the kind of what would be sent matters. */
const trialContext = (dialect: WebhookDialect): DeliveryContext => ({
  dialect,
  secret: secretLike(dialect, 'A'),
  previousSecret: secretLike(dialect, 'B'),
  otherSecret: secretLike(dialect, 'C'),
});

interface Faulty {
  readonly action: Delivers;
  readonly fault: PlannedFault;
}

/** Does the fault make anything wrong with this delivery, in this dialect? */
const strikes = (fault: DeliveryFault, params: JsonObject, action: Delivers, dialect: WebhookDialect): boolean =>
  fault.apply(params, { ...action, at: 0, attempt: 0 }, trialContext(dialect)) !== undefined;

/** Enough drawn deliveries to tell a fault that this dialect knows nothing of from one that strikes now and then. */
const trials = { seed: 1, numRuns: 20 };

const faulty = (dialect: WebhookDialect, action: Arbitrary<Delivers>, fault: DeliveryFault, on: number) => {
  const drawn = fc
    .tuple(action, fault.params(dialect))
    .filter(([delivers, params]) => strikes(fault, params, delivers, dialect));
  const any = fc
    .sample(fc.tuple(action, fault.params(dialect)), trials)
    .some(([delivers, params]) => strikes(fault, params, delivers, dialect));
  return any
    ? [
        drawn.map(
          ([delivers, params]): Faulty => ({
            action: delivers,
            fault: { fault: fault.id, params, on: { action: on, nth: 1, times: 1 } },
          }),
        ),
      ]
    : [];
};

/** One event, delivered with one of these faults. Undefined when none of them strikes in this dialect. */
export const deliveringWith = (
  context: PlanningContext,
  faults: readonly DeliveryFault[],
  wanted?: (event: WebhookEvent) => boolean,
): Arbitrary<PlanBody> | undefined => {
  const action = delivering(context, wanted);
  const { webhook } = context;
  if (webhook === undefined || action === undefined) return undefined;
  const all = faults.flatMap((fault) => faulty(webhook.dialect, action, fault, 0));
  return all.length === 0
    ? undefined
    : fc.oneof(...all).map(({ action: delivers, fault }) => ({ actions: [delivers], faults: [fault] }));
};

/** A good delivery, whose work shows that effects can be seen at all, and one that something is wrong with. */
export const afterAGoodOne = (
  context: PlanningContext,
  fault: Arbitrary<PlannedFault>,
): Arbitrary<PlanBody> | undefined => {
  const action = delivering(context);
  return (
    action &&
    fc.tuple(action, action, fault).map(([good, other, planned]) => ({
      actions: [good, other],
      faults: [{ ...planned, on: { ...planned.on, action: 1 } }],
    }))
  );
};

/** Only an integration that calls somebody can be held up or let down by him. */
export const callsSomebody = ({ facts }: PlanningContext): boolean => facts.type !== 'input-only';
