/** The signature's header is there twice, which servers hand on as a list, as one joined text, or as the first of them. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { signed } from '../sign.ts';
import { send } from '../steps.ts';

const pairs = ['good-good', 'good-bad', 'bad-good', 'bad-bad'] as const;
type SignatureDoubledParams = { readonly pair: (typeof pairs)[number] };

const wording: { readonly [pair in SignatureDoubledParams['pair']]: string } = {
  'good-good': 'both right',
  'good-bad': 'the first right, the second wrong',
  'bad-good': 'the first wrong, the second right',
  'bad-bad': 'both wrong',
};

export const signatureDoubled: DeliveryFault<SignatureDoubledParams> = {
  id: 'signature-doubled',
  kind: 'delivery',
  params: () => fc.record({ pair: fc.constantFrom(...pairs) }),
  explain: ({ pair }) => `sends the signature header twice, ${wording[pair]}`,
  apply({ pair }, delivery, { dialect, secret, otherSecret, previousSecret }) {
    const { header } = dialect.signature;
    const message = signed(delivery, dialect, secret);
    const good = message.headers[header];
    const bad = [otherSecret, previousSecret].map((wrong) => signed(delivery, dialect, wrong).headers[header]);
    const values = pair.split('-').flatMap((kind, index) => (kind === 'good' ? good : bad[index]) ?? []);
    // With a right one among them, whoever accepts knows that the provider sent it, and whoever refuses is careful.
    const expect = pair === 'bad-bad' ? 'refuse' : 'either';
    const headers = { ...message.headers, [header]: values };
    return [send(delivery, { ...message, headers }, expect, `signature header twice, ${wording[pair]}`)];
  },
};
