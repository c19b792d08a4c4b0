/** Standard Webhooks: id, time and signature in headers, verified by the specification's own package. */
import { Webhook } from 'standardwebhooks';
import type { Sender } from './endpoint.ts';

/** Throws when the secret is missing or is not base64. */
export function standardSender(secret: string): Sender {
  if (secret === '') throw new Error('SHOP_WEBHOOK_SECRET is not set. Get it from the settings of the endpoint.');
  const webhook = new Webhook(secret);
  return {
    verify: (body, headers) => webhook.verify(body, headers, { jsonParse: false }),
    read: ({ type }, { 'webhook-id': id = '' }) =>
      typeof type === 'string' && id !== '' ? { id, event: type } : undefined,
  };
}
