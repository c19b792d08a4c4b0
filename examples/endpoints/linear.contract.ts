/** `LinearWebhookClient.verify` of `@linear/sdk`, which takes nothing older than a minute. */
import { linearWebhooks } from '@compass/gauntlet/providers';
import { endpoint, named } from './endpoint.ts';

export const breaks: readonly string[] = [];

export default endpoint({
  name: 'linear',
  dialect: linearWebhooks,
  toleranceMs: 60_000,
  sender: async (secret) => {
    const { LinearWebhookClient } = await import('@linear/sdk/webhooks');
    const client = new LinearWebhookClient(secret);
    return {
      verify: (body, headers) => client.verify(body, headers['linear-signature'] ?? ''),
      read: ({ type, action }, headers) => named(`${type}.${action}`, headers['linear-delivery']),
    };
  },
});
