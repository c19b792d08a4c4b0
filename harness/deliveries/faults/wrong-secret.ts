/** Signed with a secret that never was this endpoint's. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { signed } from '../sign.ts';
import { send } from '../steps.ts';

export const wrongSecret: DeliveryFault = {
  id: 'wrong-secret',
  kind: 'delivery',
  params: () => fc.constant({}),
  explain: () => 'signs with a secret that was never valid',
  apply: (_params, delivery, { dialect, otherSecret }) => [
    send(delivery, signed(delivery, dialect, otherSecret), 'refuse', 'signed with a wrong secret'),
  ],
};
