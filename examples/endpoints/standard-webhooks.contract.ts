/** `Webhook.verify` of `standardwebhooks`. */
import { standardWebhooks } from '@compass/gauntlet/providers';
import { endpoint, named } from './endpoint.ts';

export const breaks: readonly string[] = [];

export default endpoint({
  name: 'standard-webhooks',
  dialect: standardWebhooks,
  sender: async (secret) => {
    const { Webhook } = await import('standardwebhooks');
    const webhook = new Webhook(secret);
    return {
      verify: (body, headers) => webhook.verify(body, headers),
      read: ({ type }, headers) => named(type, headers['webhook-id']),
    };
  },
});
