/** `Webhook.verify` of `svix`. */
import { svixWebhooks } from '@compass/gauntlet/providers';
import { endpoint, named } from './endpoint.ts';

export const breaks: readonly string[] = [];

export default endpoint({
  name: 'svix',
  dialect: svixWebhooks,
  sender: async (secret) => {
    const { Webhook } = await import('svix');
    const webhook = new Webhook(secret);
    return {
      verify: (body, headers) => webhook.verify(body, headers),
      read: ({ type }, headers) => named(type, headers['svix-id']),
    };
  },
});
