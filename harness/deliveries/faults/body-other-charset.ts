/** A true delivery whose body is in another charset than UTF-8, and says so. JSON is UTF-8: RFC 8259 §8.1. */
import fc from 'fast-check';
import type { DeliveryFault, SignedDelivery } from '../../ports/webhook.ts';
import { sendBody } from '../steps.ts';

const charsets = ['iso-8859-1', 'utf-16le', 'utf-8 with a byte order mark'] as const;
type BodyOtherCharsetParams = { readonly charset: (typeof charsets)[number] };

const inCharset: { readonly [charset in BodyOtherCharsetParams['charset']]: (text: string) => Uint8Array } = {
  'iso-8859-1': (text) => Buffer.from(text, 'latin1'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-8 with a byte order mark': (text) => Buffer.from(`\ufeff${text}`),
};

/** A byte order mark needs no other name for the charset. */
const declared = (headers: SignedDelivery['headers'], charset: string): SignedDelivery['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) =>
      name.toLowerCase() === 'content-type'
        ? [name, `application/json; charset=${charset.split(' ')[0]}`]
        : [name, value],
    ),
  );

export const bodyOtherCharset: DeliveryFault<BodyOtherCharsetParams> = {
  id: 'body-other-charset',
  kind: 'delivery',
  params: () => fc.record({ charset: fc.constantFrom(...charsets) }),
  explain: ({ charset }) => `delivers a body in ${charset}, rightly signed`,
  apply({ charset }, delivery, context) {
    const text = Buffer.from(context.dialect.body(delivery)).toString();
    const step = sendBody(delivery, context, inCharset[charset](text), 'either', `body in ${charset}`);
    return [{ ...step, signed: { ...step.signed, headers: declared(step.signed.headers, charset) } }];
  },
};
