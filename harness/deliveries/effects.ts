/** How many effects the sends of one delivered event may have in all, when the event is one that has an effect. */
import type { DeliveryStep, Expectation } from '../ports/webhook.ts';

export interface EffectRange {
  readonly atLeast: number;
  readonly atMost: number;
}

const none: EffectRange = { atLeast: 0, atMost: 0 };

/**
 * Of one id, in order. `accept` means that the effect is there exactly once from then on, whoever caused it. `either`
 * may cause it, and after an `accept` may cause it again: a duplicate so late that its key may have been forgotten.
 */
const afterSend = (range: EffectRange, expect: Expectation): EffectRange => {
  if (expect === 'accept') return { atLeast: 1, atMost: Math.max(1, range.atMost) };
  if (expect === 'either') return { ...range, atMost: range.atLeast + 1 };
  return range;
};

/** One send, whether planned or seen in a trace. */
export interface Sent {
  readonly deliveryId: string;
  readonly expect: Expectation;
}

/**
 * In sum over all delivery ids. A sum, because an endpoint that hears of an update first may rightly do the work of the
 * create then, and nothing more when the create arrives.
 */
export const effectsOf = (sends: readonly Sent[]): EffectRange => {
  const byId = new Map<string, EffectRange>();
  for (const { deliveryId, expect } of sends) byId.set(deliveryId, afterSend(byId.get(deliveryId) ?? none, expect));
  return [...byId.values()].reduce(
    (sum, range) => ({ atLeast: sum.atLeast + range.atLeast, atMost: sum.atMost + range.atMost }),
    none,
  );
};

/** The same of a fault's steps. */
export const effectsAllowed = (steps: readonly DeliveryStep[]): EffectRange =>
  effectsOf(
    steps.flatMap((step) =>
      step.kind === 'send' ? [{ deliveryId: step.delivery.deliveryId, expect: step.expect }] : [],
    ),
  );
