/** A later event on an entity arrives before the event that created it. No provider promises an order. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { later, sendSigned } from '../steps.ts';

/** How much later the first event's delivery comes. */
type OutOfOrderParams = { readonly behindMs: number };

export const outOfOrder: DeliveryFault<OutOfOrderParams> = {
  id: 'out-of-order',
  kind: 'delivery',
  params: () => fc.record({ behindMs: fc.constantFrom(0, 5000, 60_000) }),
  explain: ({ behindMs }) => `delivers an update ${behindMs / 1000} s before the creation that it belongs to`,
  apply({ behindMs }, delivery, context) {
    const next = context.dialect.events.find(({ event }) => event === delivery.event)?.followedBy;
    if (next === undefined) return undefined;
    const update = {
      ...delivery,
      event: next.event,
      payload: next.payload(delivery.payload),
      deliveryId: context.dialect.deliveryId(`${delivery.deliveryId} then ${next.event}`),
    };
    // The standard asks for no order: whoever refuses the update for now, or drops it, is not at fault.
    return [
      sendSigned(update, context, 'either', 'update before its creation'),
      { kind: 'wait', ms: behindMs },
      sendSigned(later(delivery, behindMs), context, 'accept', 'creation after its update'),
    ];
  },
};
