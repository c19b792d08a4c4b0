/** Builds the steps of which delivery faults are made. */
import type {
  Delivery,
  DeliveryContext,
  DeliveryStep,
  Expectation,
  SignedDelivery,
  WebhookDialect,
} from '../ports/webhook.ts';
import { signed } from './sign.ts';

export type SendStep = Extract<DeliveryStep, { kind: 'send' }>;

export const send = (delivery: Delivery, message: SignedDelivery, expect: Expectation, what: string): SendStep => ({
  kind: 'send',
  signed: message,
  expect,
  what,
  delivery,
});

/** Rightly signed at the delivery's own time, with the current secret. */
export const sendSigned = (
  delivery: Delivery,
  { dialect, secret }: DeliveryContext,
  expect: Expectation,
  what: string,
): SendStep => send(delivery, signed(delivery, dialect, secret), expect, what);

/** Rightly signed around another body. */
export const sendBody = (
  delivery: Delivery,
  { dialect, secret }: DeliveryContext,
  body: Uint8Array,
  expect: Expectation,
  what: string,
): SendStep => send(delivery, signed(delivery, dialect, secret, body), expect, what);

/** The next attempt to deliver the same event, `ms` later: stamped anew. */
export const later = (delivery: Delivery, ms: number, attempt: number = delivery.attempt): Delivery => ({
  ...delivery,
  at: delivery.at + ms,
  attempt,
});

/** When a provider that was not answered tries next. One that never does by itself is asked to by hand: a minute. */
export const firstRetryMs = (dialect: WebhookDialect): number => dialect.redelivery.delaysMs[0] ?? 60_000;

/** After this an endpoint has done what an earlier delivery asked of it, or knows that it has not. */
export const settledMs = 60_000;
