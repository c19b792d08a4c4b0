/** One byte of the body was changed on the way; the signature is that of the true body. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { sealed, signatureOf } from '../sign.ts';
import { send } from '../steps.ts';

/** Where in the body, as a share of its length. */
type ChangedBodyParams = { readonly at: number };

const isLetterOrDigit = (byte: number): boolean => /[0-9A-Za-z]/.test(String.fromCharCode(byte));

const parses = (body: Uint8Array): boolean => {
  try {
    JSON.parse(Buffer.from(body).toString());
    return true;
  } catch {
    return false;
  }
};

/** Still JSON where that can be had, so that nothing but the signature tells. */
const withOneByteChanged = (body: Uint8Array, share: number): Uint8Array => {
  const start = Math.floor(share * body.length);
  const flipped = (index: number): Uint8Array => body.map((byte, at) => (at === index ? byte ^ 1 : byte));
  const places = [...body.keys()].map((offset) => (start + offset) % body.length);
  const place = places.find((index) => isLetterOrDigit(body[index] ?? 0) && parses(flipped(index)));
  return flipped(place ?? start % body.length);
};

export const changedBody: DeliveryFault<ChangedBodyParams> = {
  id: 'changed-body',
  kind: 'delivery',
  params: () => fc.record({ at: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100) }),
  explain: ({ at }) => `changes one byte of the body after signing, ${Math.round(at * 100)} % into it`,
  apply({ at }, delivery, { dialect, secret }) {
    const body = withOneByteChanged(dialect.body(delivery), at);
    const message = sealed(delivery, dialect, [signatureOf(delivery, dialect, secret)], body);
    return [send(delivery, message, 'refuse', 'body changed by one byte')];
  },
};
