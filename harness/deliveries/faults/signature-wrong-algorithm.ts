/** Made with the right secret over the right bytes by another hash than the provider's. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { sealed, signatureOf } from '../sign.ts';
import { send } from '../steps.ts';

type SignatureWrongAlgorithmParams = { readonly algorithm: 'sha1' | 'sha512' };

export const signatureWrongAlgorithm: DeliveryFault<SignatureWrongAlgorithmParams> = {
  id: 'signature-wrong-algorithm',
  kind: 'delivery',
  params: () => fc.record({ algorithm: fc.constantFrom('sha1', 'sha512') }),
  explain: ({ algorithm }) => `signs with HMAC-${algorithm.toUpperCase()} in place of HMAC-SHA256`,
  apply({ algorithm }, delivery, { dialect, secret }) {
    const digest = signatureOf(delivery, dialect, secret, undefined, algorithm);
    return [send(delivery, sealed(delivery, dialect, [digest]), 'refuse', `signed with HMAC-${algorithm}`)];
  },
};
