/**
 * The signature is that of the body parsed and written again, and the body sent differs from it in form alone. Only an
 * endpoint that does not verify the bytes it received accepts it. STD-17-01 §3.6.1.
 */
import fc from 'fast-check';
import type { Json } from '../../model/json.ts';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { sealed, signatureOf } from '../sign.ts';
import { send } from '../steps.ts';

const forms = ['white-space', 'key-order', 'unicode-escapes', 'big-numbers'] as const;
type Form = (typeof forms)[number];
type ReserialisedParams = { readonly form: Form };

interface Texts {
  readonly sent: string;
  readonly signed: string;
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withSortedKeys = (value: Json, direction: 1 | -1): Json => {
  if (Array.isArray(value)) return value.map((item: Json) => withSortedKeys(item, direction));
  if (!isObject(value)) return value;
  const keys = Object.keys(value).toSorted((a, b) => (a < b ? -direction : direction));
  return Object.fromEntries(keys.map((key) => [key, withSortedKeys(value[key] ?? null, direction)]));
};

/** Both spellings are the same text to a JSON parser. */
const escaped = (text: string): string =>
  text
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** 2^53 + 1, which a double cannot hold, as a member more. */
const withBigNumber = (text: string): string =>
  text.replace(/\}$/, `${text === '{}' ? '' : ','}"sequence":9007199254740993}`);

const written: { readonly [form in Form]: (body: Json) => Texts } = {
  'white-space': (body) => ({ sent: JSON.stringify(body, null, 2), signed: JSON.stringify(body) }),
  'key-order': (body) => ({
    sent: JSON.stringify(withSortedKeys(body, -1)),
    signed: JSON.stringify(withSortedKeys(body, 1)),
  }),
  'unicode-escapes': (body) => ({ sent: escaped(JSON.stringify(body)), signed: JSON.stringify(body) }),
  'big-numbers': (body) => {
    const sent = withBigNumber(JSON.stringify(body));
    return { sent, signed: JSON.stringify(JSON.parse(sent)) };
  },
};

const wording: { readonly [form in Form]: string } = {
  'white-space': 'without its white space',
  'key-order': 'with its keys sorted',
  'unicode-escapes': 'without its escapes',
  'big-numbers': 'with a big number rounded',
};

export const signatureOfReserialisedBody: DeliveryFault<ReserialisedParams> = {
  id: 'signature-of-reserialised-body',
  kind: 'delivery',
  params: () => fc.record({ form: fc.constantFrom(...forms) }),
  explain: ({ form }) => `signs the body as it is when parsed and written again, ${wording[form]}`,
  apply({ form }, delivery, { dialect, secret }) {
    const body: Json = JSON.parse(Buffer.from(dialect.body(delivery)).toString());
    const texts = written[form](body);
    if (texts.sent === texts.signed) return undefined;
    const digest = signatureOf(delivery, dialect, secret, Buffer.from(texts.signed));
    const message = sealed(delivery, dialect, [digest], Buffer.from(texts.sent));
    return [send(delivery, message, 'refuse', `signature of the body ${wording[form]}`)];
  },
};
