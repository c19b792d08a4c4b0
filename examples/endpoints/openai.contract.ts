/** `webhooks.unwrap` of `openai`. */
import { openaiWebhooks } from '@compass/gauntlet/providers';
import { endpoint, named } from './endpoint.ts';

export const breaks: readonly string[] = [];

export default endpoint({
  name: 'openai',
  dialect: openaiWebhooks,
  sender: async (webhookSecret) => {
    const { default: OpenAI } = await import('openai');
    const client = new OpenAI({ apiKey: 'not used', webhookSecret });
    return {
      verify: (body, headers) => client.webhooks.unwrap(body.toString(), headers),
      read: ({ type }, headers) => named(type, headers['webhook-id']),
    };
  },
});
