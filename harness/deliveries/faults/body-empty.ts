/** Rightly signed, with no body at all. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { sendBody } from '../steps.ts';

export const bodyEmpty: DeliveryFault = {
  id: 'body-empty',
  kind: 'delivery',
  params: () => fc.constant({}),
  explain: () => 'delivers an empty body, rightly signed',
  apply: (_params, delivery, context) => [sendBody(delivery, context, new Uint8Array(), 'ignore', 'empty body')],
};
