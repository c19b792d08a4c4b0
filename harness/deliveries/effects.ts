/** How many effects the sends of one delivered event may have in all, when the event is one that has an effect. */
import type { DeliveryStep } from '../ports/webhook.ts';

export interface EffectRange {
  readonly atLeast: number;
  readonly atMost: number;
}

const none: EffectRange = { atLeast: 0, atMost: 0 };

/**
 * Of one id, in order. `accept` means that the effect is there exactly once from then on, whoever caused it. `either`
 * may cause it, and after an `accept` may cause it again: a duplicate so late that its key may have been forgotten.
 */
const afterSends = (range: EffectRange, step: DeliveryStep): EffectRange => {
  if (step.kind !== 'send') return range;
  if (step.expect === 'accept') return { atLeast: 1, atMost: Math.max(1, range.atMost) };
  if (step.expect === 'either') return { ...range, atMost: range.atLeast + 1 };
  return range;
};

/**
 * In sum over all delivery ids of a fault's steps. A sum, because an endpoint that hears of an update first may
 * rightly do the work of the create then, and nothing more when the create arrives.
 */
export const effectsAllowed = (steps: readonly DeliveryStep[]): EffectRange => {
  const byId = new Map<string, EffectRange>();
  for (const step of steps)
    if (step.kind === 'send') {
      const { deliveryId } = step.delivery;
      byId.set(deliveryId, afterSends(byId.get(deliveryId) ?? none, step));
    }
  return [...byId.values()].reduce(
    (sum, range) => ({ atLeast: sum.atLeast + range.atLeast, atMost: sum.atMost + range.atMost }),
    none,
  );
};
