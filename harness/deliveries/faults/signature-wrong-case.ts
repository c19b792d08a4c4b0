/** The right digest with its letters in the other case: the same bytes in hex, other bytes in base64. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { sealed, signatureOf } from '../sign.ts';
import { send } from '../steps.ts';

const otherCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));

export const signatureWrongCase: DeliveryFault = {
  id: 'signature-wrong-case',
  kind: 'delivery',
  params: () => fc.constant({}),
  explain: () => 'sends the right digest with its letters in the other case',
  apply(_params, delivery, { dialect, secret }) {
    const message = sealed(delivery, dialect, [otherCase(signatureOf(delivery, dialect, secret))]);
    // Whoever compares the decoded bytes rightly finds upper-case hex equal.
    const expect = dialect.signature.encoding === 'hex' ? 'either' : 'refuse';
    return [send(delivery, message, expect, `signature in ${dialect.signature.encoding} of the other case`)];
  },
};
