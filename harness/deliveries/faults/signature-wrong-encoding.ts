/** The right digest, written in hex where base64 belongs, or the reverse. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { digestOf, encoded, sealed } from '../sign.ts';
import { send } from '../steps.ts';

export const signatureWrongEncoding: DeliveryFault = {
  id: 'signature-wrong-encoding',
  kind: 'delivery',
  params: () => fc.constant({}),
  explain: () => 'sends the right digest in hex in place of base64, or the reverse',
  apply(_params, delivery, { dialect, secret }) {
    const encoding = dialect.signature.encoding === 'hex' ? 'base64' : 'hex';
    const message = sealed(delivery, dialect, [encoded(digestOf(delivery, dialect, secret), encoding)]);
    return [send(delivery, message, 'refuse', `signature in ${encoding}`)];
  },
};
