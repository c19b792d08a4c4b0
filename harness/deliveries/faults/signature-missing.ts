/** The signature's header is not there. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { send } from '../steps.ts';

export const signatureMissing: DeliveryFault = {
  id: 'signature-missing',
  kind: 'delivery',
  params: () => fc.constant({}),
  explain: () => 'leaves the signature header out',
  apply(_params, delivery, { dialect }) {
    const body = dialect.body(delivery);
    return [send(delivery, { headers: dialect.headers(delivery, body), body }, 'refuse', 'without a signature header')];
  },
};
