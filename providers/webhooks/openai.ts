/** OpenAI's webhooks: Standard Webhooks with thin bodies that name an object to fetch. */
import type { WebhookDialect, WebhookEvent } from '../../harness/ports/webhook.ts';
import { drawn, momentOf, secondsOf } from './drawn.ts';
import { hexId } from './ids.ts';
import { beyondAscii, jsonBody } from './json-text.ts';
import { standardWebhooksWith } from './standard-webhooks.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const thin = (prefix: string) =>
  drawn((faker) => ({
    id: `evt_${faker.string.hexadecimal({ length: 32, casing: 'lower', prefix: '' })}`,
    created_at: secondsOf(momentOf(faker)),
    data: { id: `${prefix}_${faker.string.hexadecimal({ length: 32, casing: 'lower', prefix: '' })}` },
  }));

const incomingCall = drawn((faker, text) => ({
  id: `evt_${faker.string.hexadecimal({ length: 32, casing: 'lower', prefix: '' })}`,
  created_at: secondsOf(momentOf(faker)),
  data: {
    call_id: `rtc_${faker.string.hexadecimal({ length: 32, casing: 'lower', prefix: '' })}`,
    sip_headers: [
      { name: 'From', value: `"${text}" <sip:+1${faker.string.numeric(10)}@sip.example.com>` },
      { name: 'To', value: `sip:+1${faker.string.numeric(10)}@sip.api.openai.com` },
      { name: 'Call-ID', value: faker.string.uuid() },
    ],
  },
}));

const events: readonly WebhookEvent[] = [
  { event: 'response.completed', payload: thin('resp') },
  { event: 'batch.completed', payload: thin('batch') },
  { event: 'realtime.call.incoming', payload: incomingCall },
  {
    event: 'agent.session.created',
    payload: thin('sess'),
    followedBy: { event: 'agent.session.in_progress', payload: (first) => first },
  },
];

export const openaiWebhooks: WebhookDialect = standardWebhooksWith({
  id: 'openai',
  userAgent: 'OpenAI/1.0 (+https://platform.openai.com/docs/webhooks)',
  secretLength: 44,
  body: ({ event, payload }) =>
    jsonBody({ object: 'event', ...payload, type: event }, { spaced: true, escapes: beyondAscii }),
  deliveryId: (from) => `wh_${hexId(`openai ${from}`, 32)}`,
  // Published: exponential, for up to 72 hours, after "a few seconds". The steps between are ours; they sum to 71 hours.
  redelivery: {
    timeoutMs: 10_000,
    delaysMs: [minuteMs, 5 * minuteMs, 24 * minuteMs, ...[1.5, 5, 16, 48].map((hours) => hours * hourMs)],
  },
  events,
});
