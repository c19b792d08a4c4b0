/** `Webhooks.verify` of `@octokit/webhooks`. */
import { githubWebhooks } from '@compass/gauntlet/providers';
import { endpoint, named } from './endpoint.ts';

export const breaks: readonly string[] = [];

export default endpoint({
  name: 'github',
  dialect: githubWebhooks,
  sender: async (secret) => {
    const { Webhooks } = await import('@octokit/webhooks');
    const webhooks = new Webhooks({ secret });
    return {
      // Unlike the others it tells by its answer, and rejects only for what is missing.
      verify: async (body, headers) => {
        const isGenuine = await webhooks.verify(body.toString(), headers['x-hub-signature-256'] ?? '');
        if (!isGenuine) throw new Error('not verified');
      },
      read: ({ action }, headers) => {
        const event = [headers['x-github-event'], action].filter((part) => part !== undefined).join('.');
        return named(event, headers['x-github-delivery']);
      },
    };
  },
});
