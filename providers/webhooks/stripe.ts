/** Stripe's webhooks: time and signatures in one header, the id of the event in the body alone. */
import type { JsonObject } from '../../harness/model/json.ts';
import type { WebhookDialect, WebhookEvent } from '../../harness/ports/webhook.ts';
import { isJsonObject } from '../json-body.ts';
import { drawn, momentOf, secondsOf } from './drawn.ts';
import { idOf } from './ids.ts';
import { jsonBody } from './json-text.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const envelope = (created: number, requestId: string, object: JsonObject): JsonObject => ({
  api_version: '2026-10-28.endive',
  created,
  data: { object },
  livemode: false,
  pending_webhooks: 1,
  request: { id: `req_${requestId}`, idempotency_key: null },
});

const paymentIntent = drawn((faker, text) => {
  const created = secondsOf(momentOf(faker));
  return envelope(created, faker.string.alphanumeric(14), {
    id: `pi_${faker.string.alphanumeric(24)}`,
    object: 'payment_intent',
    amount: faker.number.int({ min: 50, max: 999_999 }),
    amount_received: 0,
    created,
    currency: 'eur',
    customer: `cus_${faker.string.alphanumeric(14)}`,
    description: text,
    livemode: false,
    metadata: { order: faker.string.numeric(6), note: text },
    status: 'requires_payment_method',
  });
});

const subscription = drawn((faker, text) => {
  const created = secondsOf(momentOf(faker));
  return envelope(created, faker.string.alphanumeric(14), {
    id: `sub_${faker.string.alphanumeric(24)}`,
    object: 'subscription',
    cancel_at_period_end: false,
    created,
    currency: 'eur',
    customer: `cus_${faker.string.alphanumeric(14)}`,
    description: text,
    items: { object: 'list', data: [{ id: `si_${faker.string.alphanumeric(14)}`, quantity: 1 }], has_more: false },
    livemode: false,
    metadata: {},
    status: 'incomplete',
  });
});

const invoice = drawn((faker, text) => {
  const created = secondsOf(momentOf(faker));
  const total = faker.number.int({ min: 100, max: 99_999 });
  return envelope(created, faker.string.alphanumeric(14), {
    id: `in_${faker.string.alphanumeric(24)}`,
    object: 'invoice',
    amount_due: total,
    amount_paid: total,
    created,
    currency: 'usd',
    customer: `cus_${faker.string.alphanumeric(14)}`,
    customer_name: `${faker.person.fullName()} – ${text}`,
    livemode: false,
    status: 'paid',
  });
});

/** A minute later, with what it was before. */
const changed = (first: JsonObject, change: JsonObject, before: JsonObject): JsonObject => {
  const object = isJsonObject(first.data) && isJsonObject(first.data.object) ? first.data.object : {};
  return {
    ...first,
    created: Number(first.created) + 60,
    data: { object: { ...object, ...change }, previous_attributes: before },
  };
};

const events: readonly WebhookEvent[] = [
  {
    event: 'payment_intent.created',
    payload: paymentIntent,
    followedBy: {
      event: 'payment_intent.succeeded',
      payload: (first) => changed(first, { status: 'succeeded' }, { status: 'requires_payment_method' }),
    },
  },
  {
    event: 'customer.subscription.created',
    payload: subscription,
    followedBy: {
      event: 'customer.subscription.updated',
      payload: (first) => changed(first, { status: 'active' }, { status: 'incomplete' }),
    },
  },
  { event: 'invoice.paid', payload: invoice },
];

export const stripeWebhooks: WebhookDialect = {
  id: 'stripe',
  secret: 'webhookSecret',
  secretShape: { prefix: 'whsec_', randomLength: 32, use: 'webhook' },
  signature: {
    header: 'Stripe-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    // The whole secret, prefix and all: not the base64 of Standard Webhooks, whose secrets look the same.
    key: (secret) => Buffer.from(secret),
    content: ({ at }, body) => Buffer.concat([Buffer.from(`${secondsOf(at)}.`), body]),
    format: (digests, { at }) => [`t=${secondsOf(at)}`, ...digests.map((digest) => `v1=${digest}`)].join(','),
    allowsSeveral: true,
  },
  timestamp: 'header',
  toleranceMs: 5 * minuteMs,
  body: ({ event, payload, deliveryId }) =>
    jsonBody({ id: deliveryId, object: 'event', ...payload, type: event }, { indent: 2 }),
  headers: () => ({
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    Accept: '*/*; q=0.5, application/xml',
    'Cache-Control': 'no-cache',
  }),
  deliveryId: (from) => `evt_1${idOf(`stripe ${from}`, 23)}`,
  // Published: exponential, for up to three days. The steps are ours; they sum to 71 hours.
  redelivery: {
    timeoutMs: 20_000,
    delaysMs: [5 * minuteMs, 55 * minuteMs, ...[2, 5, 9, 12, 18, 24].map((hours) => hours * hourMs)],
  },
  events,
};
