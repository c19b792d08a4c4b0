/** The signature's header is there and holds nothing. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { send } from '../steps.ts';

export const signatureEmpty: DeliveryFault = {
  id: 'signature-empty',
  kind: 'delivery',
  params: () => fc.constant({}),
  explain: () => 'sends the signature header with nothing in it',
  apply(_params, delivery, { dialect }) {
    const body = dialect.body(delivery);
    const headers = { ...dialect.headers(delivery, body), [dialect.signature.header]: '' };
    return [send(delivery, { headers, body }, 'refuse', 'empty signature header')];
  },
};
