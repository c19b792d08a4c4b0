/** The digest is cut or has more bytes than a digest has: `timingSafeEqual` throws when lengths differ. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { digestOf, encoded, sealed } from '../sign.ts';
import { send } from '../steps.ts';

/** Of SHA-256's 32. Whole bytes, so that no decoder makes the right digest of it. */
type SignatureWrongLengthParams = { readonly bytes: number };

const resized = (digest: Uint8Array, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, index) => digest[index % digest.length] ?? 0);

export const signatureWrongLength: DeliveryFault<SignatureWrongLengthParams> = {
  id: 'signature-wrong-length',
  kind: 'delivery',
  params: () => fc.record({ bytes: fc.constantFrom(0, 1, 16, 31, 33, 64) }),
  explain: ({ bytes }) => `sends the right digest as ${bytes} bytes in place of 32`,
  apply({ bytes }, delivery, { dialect, secret }) {
    const digest = encoded(resized(digestOf(delivery, dialect, secret), bytes), dialect.signature.encoding);
    return [send(delivery, sealed(delivery, dialect, [digest]), 'refuse', `signature of ${bytes} bytes`)];
  },
};
