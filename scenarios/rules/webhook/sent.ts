/** Reads what was delivered to the endpoint, what it answered, and what came of it, out of a trace. */
import { effectsOf } from '../../../harness/deliveries/effects.ts';
import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { JsonObject } from '../../../harness/model/json.ts';
import type {
  AnswerEvent,
  DeliveryEvent,
  EffectEvent,
  ExitEvent,
  FaultEvent,
  LogEvent,
  Trace,
  TraceEvent,
} from '../../../harness/model/trace.ts';
import type { Applicability } from '../../../harness/ports/rule.ts';

/** A key may be forgotten after this. STD-17-01 §4.3. */
const keyLifetimeMs = 24 * 3_600_000;
/** Older must be refused; up to a second more nobody is blamed. STD-17-01 §3.6. */
const staleMs = 301_000;

export interface Sent {
  readonly delivery: DeliveryEvent;
  readonly answer: AnswerEvent | undefined;
}

export const sentOf = (trace: Trace): readonly Sent[] => {
  const answers = new Map(
    trace.events.flatMap((event) => (event.type === 'answer' ? [[event.delivery, event] as const] : [])),
  );
  return trace.events.flatMap((event) =>
    event.type === 'delivery' ? [{ delivery: event, answer: answers.get(event.delivery) }] : [],
  );
};

/** The delivery that came last before this event, within its action. */
export const deliveryBefore = (trace: Trace, { action, seq }: LogEvent): Sent | undefined =>
  sentOf(trace).findLast(({ delivery }) => delivery.action === action && delivery.seq < seq);

export const statusOf = ({ answer }: Sent): number | undefined =>
  answer?.result.kind === 'answered' ? answer.result.status : undefined;

const isBetween = (status: number | undefined, from: number, below: number): boolean =>
  status !== undefined && status >= from && status < below;

export const isAcknowledged = (sent: Sent): boolean => isBetween(statusOf(sent), 200, 300);
export const isRefused = (sent: Sent): boolean => isBetween(statusOf(sent), 400, 500);

/** No answer in time is not a wrong one: how long an answer may take is for the rules about time. */
export const isTooLate = ({ answer }: Sent): boolean => answer === undefined || answer.result.kind === 'none';

/** The contract says that the event has an effect; of any other the endpoint may do as it likes. */
export const isListed = (trace: Trace, { event }: DeliveryEvent): boolean =>
  trace.integration.webhook?.events.includes(event) === true;

export const isStale = ({ ageMs }: DeliveryEvent): boolean => ageMs !== undefined && ageMs >= staleMs;

/** Must be refused for its signature, not for its age. */
export const isForged = (delivery: DeliveryEvent): boolean => delivery.expect === 'refuse' && !isStale(delivery);

/** The endpoint has heard of this event before: it acknowledged it, or the sender left without its answer. */
export const isAgain = (all: readonly Sent[], { delivery }: Sent): boolean =>
  all.some(
    (other) =>
      other.delivery.seq < delivery.seq &&
      other.delivery.deliveryId === delivery.deliveryId &&
      (isAcknowledged(other) || other.delivery.hangUp),
  );

/** What was sent because of one event, and its effects. */
export interface Delivered {
  readonly action: number;
  readonly sends: readonly Sent[];
  readonly effects: readonly EffectEvent[];
}

const isSameChange = (a: EffectEvent, b: EffectEvent): boolean =>
  a.operation === b.operation && a.entity === b.entity && a.id === b.id;

/**
 * What the ledger shows or what the probe tells, whichever is more: an integration may return from its probe also what
 * it did at the provider. In a ledger, the same change made to the same thing again is no second effect.
 */
const countedEffects = (trace: Trace, action: number): readonly EffectEvent[] => {
  const all = trace.events.flatMap((event) => (event.type === 'effect' && event.action === action ? [event] : []));
  const probed = all.filter(({ source }) => source === 'probe');
  const ledger = all.filter(({ source }) => source === 'ledger');
  const changes = ledger.filter((effect, index) => ledger.findIndex((other) => isSameChange(other, effect)) === index);
  return changes.length >= probed.length ? changes : probed;
};

export const deliveredOf = (trace: Trace): readonly Delivered[] =>
  [...Map.groupBy(sentOf(trace), ({ delivery }) => delivery.action)].map(([action, sends]) => ({
    action,
    sends,
    effects: countedEffects(trace, action),
  }));

/** More effects than this are too many. Of a delivery that comes after a key may be forgotten, a second is allowed. */
export const mostEffects = ({ sends }: Delivered): number => {
  const first = new Map<string, number>();
  return effectsOf(
    sends.map(({ delivery: { deliveryId, expect, at } }) => {
      const since = first.get(deliveryId) ?? at;
      first.set(deliveryId, since);
      return { deliveryId, expect: expect === 'accept' && at - since >= keyLifetimeMs ? 'either' : expect };
    }),
  ).atMost;
};

const within =
  (action: number) =>
  (event: TraceEvent): boolean =>
    'action' in event && event.action === action;

const connectFaults: ReadonlySet<string> = new Set(['refused', 'untrusted-certificate', 'wrong-host', 'handshake-cut']);

/** Faults that struck the calls which the endpoint made because of this event. */
export const callsStruck = (trace: Trace, action: number): readonly FaultEvent[] => {
  const requests = new Set(
    trace.events.flatMap((event) => (event.type === 'request' && within(action)(event) ? [event.request] : [])),
  );
  const isOfAction = ({ planned }: FaultEvent): boolean => trace.plan.faults[planned]?.on.action === action;
  return trace.events.flatMap((event) => {
    if (event.type !== 'fault') return [];
    // A connection that failed is no request.
    const struck =
      event.request === undefined ? connectFaults.has(event.fault) && isOfAction(event) : requests.has(event.request);
    return struck ? [event] : [];
  });
};

export const callsMade = (trace: Trace, action: number): number =>
  trace.events.filter((event) => event.type === 'request' && event.action === action).length;

/** Each end of the process by itself, with the delivery that it was at work on. */
export const exitDuring = (trace: Trace, { delivery }: Sent): ExitEvent | undefined => {
  const next = trace.events.find(
    (event) => (event.type === 'delivery' || event.type === 'action') && event.seq > delivery.seq,
  );
  return trace.events.find(
    (event): event is ExitEvent =>
      event.type === 'exit' &&
      event.why !== 'planned' &&
      event.seq > delivery.seq &&
      event.seq < (next?.seq ?? Number.POSITIVE_INFINITY),
  );
};

/** A planned end of the process while the endpoint had not answered yet: its silence is our doing. */
export const isCutShort = (trace: Trace, { delivery, answer }: Sent): boolean =>
  trace.events.some(
    (event) =>
      event.type === 'exit' &&
      event.why === 'planned' &&
      event.seq > delivery.seq &&
      event.seq < (answer?.seq ?? Number.POSITIVE_INFINITY),
  );

/** What a finding says of a delivery and its answer. */
export const sentFacts = (sent: Sent): JsonObject => {
  const { delivery, answer } = sent;
  const status = statusOf(sent);
  return {
    event: delivery.event,
    what: delivery.what,
    attempt: delivery.attempt,
    ...(delivery.fault === undefined ? {} : { fault: delivery.fault }),
    answer: answer?.result.kind ?? 'none',
    ...(status === undefined ? {} : { status }),
    ...(answer === undefined ? {} : { afterMs: answer.at - delivery.at }),
  };
};

export const sentEvents = (...sends: readonly Sent[]): readonly TraceEvent[] =>
  sends.flatMap(({ delivery, answer }) => (answer === undefined ? [delivery] : [delivery, answer]));

/** For rules about the endpoint. */
export const whenItReceives = ({ type, webhook }: IntegrationFacts): Applicability => {
  if (webhook !== undefined) return { applies: true };
  return type === 'output-only'
    ? { applies: false, because: 'the integration receives no webhooks' }
    : {
        applies: 'cannot-tell',
        reason: 'precondition-unmet',
        next: 'Declare the endpoint under `webhook` in the contract: provider, path and events.',
      };
};

/** For rules about how old a delivery is. */
export const whenTimeIsSigned = (integration: IntegrationFacts): Applicability => {
  const receives = whenItReceives(integration);
  const { webhook } = integration;
  if (receives.applies !== true || webhook === undefined || webhook.signsTime) return receives;
  return {
    applies: false,
    because: `the ${webhook.dialect} webhooks sign no time, so that an old delivery looks like a new one to any endpoint`,
  };
};

/** For rules that count effects: a provider's ledger shows those of an integration that calls it, else the probe has to. */
export const whenEffectsShow = (integration: IntegrationFacts): Applicability => {
  const receives = whenItReceives(integration);
  if (receives.applies !== true) return receives;
  if (integration.probes.includes('effects') || integration.type !== 'input-only') return receives;
  return {
    applies: 'cannot-tell',
    reason: 'no-probe',
    next: 'Return `effects: () => [...]` from `start()` in the contract, or name its path in `subject.probes`: one entry for each thing that a delivery changed, read from where it lasts.',
  };
};
