/** Standard Webhooks: id, time and raw body signed in base64, and as many signatures as there are secrets in rotation. */
import type { WebhookDialect } from '../../harness/ports/webhook.ts';
import { businessEvents } from './business-events.ts';
import { secondsOf } from './drawn.ts';
import { idOf } from './ids.ts';
import { jsonBody } from './json-text.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

const secretPrefix = 'whsec_';

interface StandardWebhooksOptions extends Pick<WebhookDialect, 'id' | 'body' | 'deliveryId' | 'redelivery' | 'events'> {
  /** `webhook` unless the vendor has headers of its own. */
  readonly headerPrefix?: string;
  readonly userAgent: string;
  /** Base64 characters after `whsec_`: a multiple of four, so that base62 of this length is base64 too. */
  readonly secretLength: number;
}

/** What the vendors of this specification share. They differ in ids, events, body and schedule. */
export const standardWebhooksWith = (options: StandardWebhooksOptions): WebhookDialect => {
  const { headerPrefix = 'webhook', userAgent, secretLength, ...own } = options;
  return {
    ...own,
    secret: 'webhookSecret',
    secretShape: { prefix: secretPrefix, randomLength: secretLength, use: 'webhook' },
    signature: {
      header: `${headerPrefix}-signature`,
      algorithm: 'sha256',
      encoding: 'base64',
      key: (secret) => Buffer.from(secret.replace(secretPrefix, ''), 'base64'),
      content: ({ deliveryId, at }, body) => Buffer.concat([Buffer.from(`${deliveryId}.${secondsOf(at)}.`), body]),
      format: (digests) => digests.map((digest) => `v1,${digest}`).join(' '),
      allowsSeveral: true,
    },
    timestamp: 'header',
    toleranceMs: 5 * minuteMs,
    headers: ({ deliveryId, at }) => ({
      'content-type': 'application/json',
      'user-agent': userAgent,
      [`${headerPrefix}-id`]: deliveryId,
      [`${headerPrefix}-timestamp`]: String(secondsOf(at)),
    }),
  };
};

/** The specification by itself, with the schedule that it recommends. */
export const standardWebhooks: WebhookDialect = standardWebhooksWith({
  id: 'standard-webhooks',
  userAgent: 'Webhooks/1.0',
  secretLength: 44,
  body: ({ event, payload }) =>
    jsonBody({ type: event, ...payload }, { decimals: ['amount', 'quantity'], digits: ['sequence'] }),
  deliveryId: (from) => `msg_${idOf(`standard ${from}`, 27)}`,
  redelivery: {
    timeoutMs: 20 * secondMs,
    delaysMs: [5 * secondMs, 5 * minuteMs, 30 * minuteMs, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hourMs)],
  },
  events: businessEvents,
});
