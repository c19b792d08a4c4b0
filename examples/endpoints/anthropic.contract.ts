/** `beta.webhooks.unwrap` of `@anthropic-ai/sdk`. */
import { anthropicWebhooks } from '@compass/gauntlet/providers';
import { endpoint, named, objectOf } from './endpoint.ts';

export const breaks: readonly string[] = [];

export default endpoint({
  name: 'anthropic',
  dialect: anthropicWebhooks,
  sender: async (webhookKey) => {
    const { default: Anthropic } = await import('@anthropic-ai/sdk');
    const client = new Anthropic({ apiKey: 'not used', webhookKey });
    return {
      verify: (body, headers) => client.beta.webhooks.unwrap(body.toString(), { headers }),
      read: ({ data }, headers) => named(objectOf(data).type, headers['webhook-id']),
    };
  },
});
