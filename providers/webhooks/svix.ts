/** Svix, which sends for other companies: Standard Webhooks under headers of its own. */
import type { WebhookDialect } from '../../harness/ports/webhook.ts';
import { businessEvents } from './business-events.ts';
import { idOf } from './ids.ts';
import { jsonBody } from './json-text.ts';
import { standardWebhooksWith } from './standard-webhooks.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export const svixWebhooks: WebhookDialect = standardWebhooksWith({
  id: 'svix',
  headerPrefix: 'svix',
  userAgent: 'Svix-Webhooks/1.62.0',
  secretLength: 32,
  body: ({ event, payload }) =>
    jsonBody({ type: event, ...payload }, { spaced: true, decimals: ['amount'], digits: ['sequence'] }),
  deliveryId: (from) => `msg_${idOf(`svix ${from}`, 27)}`,
  redelivery: {
    timeoutMs: 15_000,
    delaysMs: [5000, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 5 * hourMs, 10 * hourMs, 10 * hourMs],
  },
  events: businessEvents,
});
