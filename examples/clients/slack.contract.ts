/** The official package of Slack's Web API: both calls are a POST. */
import { slackApi } from './providers/slack.ts';
import { clientContract } from './src/client-contract.ts';

export default clientContract({
  client: 'slack',
  provider: slackApi(),
  policy: { maxRetries: 10, baseDelayMs: 1000, maxDelayMs: 900_000, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async ({ secret }) => {
    const { WebClient } = await import('@slack/web-api');
    const client = new WebClient(secret);
    return {
      read: () => client.conversations.list(),
      write: (title) => client.chat.postMessage({ channel: 'C1', text: title }),
    };
  },
});
