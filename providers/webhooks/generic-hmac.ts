/** Webhooks of any provider that signs with HMAC-SHA256 in a header, set by the contract. */
import type { SecretShape } from '../../harness/ports/provider.ts';
import type { Delivery, DigestEncoding, WebhookDialect, WebhookEvent } from '../../harness/ports/webhook.ts';
import { uuidFrom } from '../digest.ts';
import { businessEvents } from './business-events.ts';
import { type JsonStyle, jsonBody } from './json-text.ts';

/** A header, or a member at the top of the body. */
interface Place {
  readonly in: 'header' | 'body';
  readonly name: string;
}

export interface HmacWebhookOptions {
  readonly id: string;
  /** Where the signature stands. */
  readonly header: string;
  /** Before the digest: `sha256=`. Nothing unless told. */
  readonly prefix?: string;
  readonly encoding: DigestEncoding;
  /** What is signed, in order, joined by `separator` (`.` unless told). The raw body alone unless told. */
  readonly content?: readonly ('id' | 'timestamp' | 'body')[];
  readonly separator?: string;
  readonly timestamp?: Place & { readonly unit: 'seconds' | 'milliseconds' };
  /** How old a delivery may be that the endpoint still accepts, in ms. Five minutes unless told. */
  readonly toleranceMs?: number;
  /** Where the id stands by which duplicates are known. The member `id` unless told. */
  readonly deliveryId?: Place;
  /** Where the event's name stands. The member `type` unless told. */
  readonly event?: Place;
  /** Name of the secret in `Provider.secrets`; `webhookSecret` unless told. */
  readonly secret?: string;
  readonly secretShape?: SecretShape;
  /** How the secret is turned into the key: its text, or the bytes that its random part is the base64 of. */
  readonly key?: 'text' | 'base64';
  readonly style?: JsonStyle;
  readonly redelivery?: WebhookDialect['redelivery'];
  /** Without the members that hold event, id and time: those are written for every delivery. */
  readonly events?: readonly WebhookEvent[];
}

const minuteMs = 60_000;

/** Throws a RangeError when the content names a time or an id that no delivery carries. */
export const hmacWebhooks = (options: HmacWebhookOptions): WebhookDialect => {
  const {
    content = ['body'],
    separator = '.',
    prefix = '',
    timestamp,
    deliveryId = { in: 'body', name: 'id' },
    event = { in: 'body', name: 'type' },
    secretShape = { prefix: '', randomLength: 40, use: 'webhook' },
  } = options;
  if (!content.includes('body'))
    throw new RangeError(`The webhooks "${options.id}" sign no body. Add 'body' to their content.`);
  if (content.includes('timestamp') && timestamp === undefined)
    throw new RangeError(
      `The webhooks "${options.id}" sign a time that they do not send. Say where: timestamp: { … }.`,
    );

  const stamp = ({ at }: Delivery): number => (timestamp?.unit === 'milliseconds' ? at : Math.floor(at / 1000));
  const members = (delivery: Delivery, place: Place['in']): readonly (readonly [string, string | number])[] => [
    ...(event.in === place ? [[event.name, delivery.event] as const] : []),
    ...(deliveryId.in === place ? [[deliveryId.name, delivery.deliveryId] as const] : []),
    ...(timestamp?.in === place ? [[timestamp.name, stamp(delivery)] as const] : []),
  ];
  const signedPart = {
    id: (delivery: Delivery) => Buffer.from(delivery.deliveryId),
    timestamp: (delivery: Delivery) => Buffer.from(String(stamp(delivery))),
    body: (_delivery: Delivery, body: Uint8Array) => body,
  };
  const signsTime = timestamp?.in === 'body' || content.includes('timestamp');

  return {
    id: options.id,
    secret: options.secret ?? 'webhookSecret',
    secretShape,
    signature: {
      header: options.header,
      algorithm: 'sha256',
      encoding: options.encoding,
      key: (secret) =>
        options.key === 'base64' ? Buffer.from(secret.slice(secretShape.prefix.length), 'base64') : Buffer.from(secret),
      content: (delivery, body) =>
        Buffer.concat(
          content.flatMap((part, index) => [
            Buffer.from(index === 0 ? '' : separator),
            signedPart[part](delivery, body),
          ]),
        ),
      format: (digests) => `${prefix}${digests.join(',')}`,
      allowsSeveral: false,
    },
    // A time that is sent but not signed proves nothing.
    timestamp: signsTime ? (timestamp?.in ?? 'none') : 'none',
    toleranceMs: options.toleranceMs ?? 5 * minuteMs,
    body: (delivery) =>
      jsonBody(
        { ...delivery.payload, ...Object.fromEntries(members(delivery, 'body')) },
        options.style ?? { spaced: true },
      ),
    headers: (delivery) => ({
      'Content-Type': 'application/json',
      ...Object.fromEntries(members(delivery, 'header').map(([name, value]) => [name, String(value)])),
    }),
    deliveryId: (from) => uuidFrom(`${options.id} delivery ${from}`),
    redelivery: options.redelivery ?? { timeoutMs: 20_000, delaysMs: [minuteMs, 5 * minuteMs, 30 * minuteMs] },
    events: options.events ?? businessEvents,
  };
};
