/** Signed with the secret from before the last rotation, which the endpoint is not configured with any more. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { signed } from '../sign.ts';
import { send } from '../steps.ts';

export const previousSecret: DeliveryFault = {
  id: 'previous-secret',
  kind: 'delivery',
  params: () => fc.constant({}),
  explain: () => 'signs with the secret from before its rotation',
  apply: (_params, delivery, context) => [
    send(
      delivery,
      signed(delivery, context.dialect, context.previousSecret),
      'refuse',
      'signed with the secret from before its rotation',
    ),
  ],
};
