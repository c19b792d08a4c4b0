/** Verifies deliveries from what each provider documents, sharing nothing with the code that signs them. */
import { createHmac } from 'node:crypto';
import type { SignedDelivery, WebhookDialect } from '../../harness/ports/webhook.ts';
import { hmacWebhooks } from './generic-hmac.ts';

interface Reading {
  readonly genuine: boolean;
  /** The signed time in Unix ms, where one is signed. */
  readonly at?: number;
}

type Reader = (header: (name: string) => string, body: Buffer, secret: string) => Reading;

const hmac = (key: string | Buffer, ...parts: readonly (string | Buffer)[]) => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac;
};

const standard =
  (prefix: string): Reader =>
  (header, body, secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const seconds = header(`${prefix}-timestamp`);
    const digest = hmac(key, `${header(`${prefix}-id`)}.${seconds}.`, body).digest('base64');
    return { genuine: header(`${prefix}-signature`).split(' ').includes(`v1,${digest}`), at: Number(seconds) * 1000 };
  };

const timeIn = (body: Buffer, member: string): number => {
  try {
    return Number(JSON.parse(body.toString())?.[member]);
  } catch {
    return Number.NaN;
  }
};

const readers: { readonly [dialect: string]: Reader } = {
  linear: (header, body, secret) => ({
    genuine: header('linear-signature') === hmac(secret, body).digest('hex'),
    at: timeIn(body, 'webhookTimestamp'),
  }),
  'standard-webhooks': standard('webhook'),
  openai: standard('webhook'),
  anthropic: standard('webhook'),
  svix: standard('svix'),
  stripe: (header, body, secret) => {
    const parts = header('stripe-signature').split(',');
    const seconds = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
    const digest = hmac(secret, `${seconds}.`, body).digest('hex');
    return { genuine: parts.includes(`v1=${digest}`), at: Number(seconds) * 1000 };
  },
  github: (header, body, secret) => ({
    genuine: header('x-hub-signature-256') === `sha256=${hmac(secret, body).digest('hex')}`,
  }),
  slack: (header, body, secret) => {
    const seconds = header('x-slack-request-timestamp');
    const digest = hmac(secret, `v0:${seconds}:`, body).digest('hex');
    return { genuine: header('x-slack-signature') === `v0=${digest}`, at: Number(seconds) * 1000 };
  },
  'body-alone': (header, body, secret) => ({
    genuine: header('x-signature') === hmac(secret, body).digest('hex'),
  }),
  'all-in-headers': (header, body, secret) => {
    const ms = header('x-acme-time');
    const key = Buffer.from(secret.slice('acme_'.length), 'base64');
    const digest = hmac(key, `${header('x-acme-id')}:${ms}:`, body).digest('base64');
    return { genuine: header('x-acme-signature') === `sig=${digest}`, at: Number(ms) };
  },
  'time-in-body': (header, body, secret) => ({
    genuine: header('x-hook-digest') === `sha256=${hmac(secret, body).digest('hex')}`,
    at: timeIn(body, 'sent_at') * 1000,
  }),
};

/** Three schemes as contracts set them, as different from one another as can be. */
export const contractDialects: readonly WebhookDialect[] = [
  hmacWebhooks({ id: 'body-alone', header: 'X-Signature', encoding: 'hex' }),
  hmacWebhooks({
    id: 'all-in-headers',
    header: 'X-Acme-Signature',
    prefix: 'sig=',
    encoding: 'base64',
    content: ['id', 'timestamp', 'body'],
    separator: ':',
    timestamp: { in: 'header', name: 'X-Acme-Time', unit: 'milliseconds' },
    deliveryId: { in: 'header', name: 'X-Acme-Id' },
    event: { in: 'header', name: 'X-Acme-Event' },
    secretShape: { prefix: 'acme_', randomLength: 40, use: 'webhook' },
    key: 'base64',
  }),
  hmacWebhooks({
    id: 'time-in-body',
    header: 'X-Hook-Digest',
    prefix: 'sha256=',
    encoding: 'hex',
    timestamp: { in: 'body', name: 'sent_at', unit: 'seconds' },
    deliveryId: { in: 'header', name: 'X-Hook-Id' },
  }),
];

/** Throws when this page does not know the dialect. A repeated header counts as its values joined. */
export const readingOf = (dialect: string, { headers, body }: SignedDelivery, secret: string): Reading => {
  const reader = readers[dialect];
  if (reader === undefined) throw new Error(`nobody here can read the webhooks of ${dialect}`);
  const byName = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
  );
  return reader((name) => byName.get(name) ?? '', Buffer.from(body), secret);
};
