/** While a secret is being rotated, some providers sign with the old and the new one. One right signature is enough. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { sealed, signatureOf } from '../sign.ts';
import { send } from '../steps.ts';

type OneGoodAmongSeveralParams = { readonly good: 'first' | 'middle' | 'last' };

export const oneGoodAmongSeveral: DeliveryFault<OneGoodAmongSeveralParams> = {
  id: 'one-good-among-several',
  kind: 'delivery',
  params: () => fc.record({ good: fc.constantFrom('first', 'middle', 'last') }),
  explain: ({ good }) => `sends several signatures of which the ${good} is right`,
  apply({ good }, delivery, { dialect, secret, previousSecret, otherSecret }) {
    if (!dialect.signature.allowsSeveral) return undefined;
    const order = {
      first: [secret, previousSecret],
      middle: [otherSecret, secret, previousSecret],
      last: [previousSecret, secret],
    };
    const digests = order[good].map((each) => signatureOf(delivery, dialect, each));
    return [send(delivery, sealed(delivery, dialect, digests), 'accept', `the ${good} of several signatures is right`)];
  },
};
