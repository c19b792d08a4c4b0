/** The official package of Anthropic. */
import { anthropic, anthropicIds } from '@compass/gauntlet/providers';
import { clientContract } from './src/client-contract.ts';

export default clientContract({
  client: 'anthropic',
  provider: anthropic(),
  policy: { maxRetries: 2, baseDelayMs: 500, maxDelayMs: 8000, attemptTimeoutMs: 600_000 },
  idempotency: 'none',
  kind: 'llm',
  make: async ({ secret }) => {
    const { default: Anthropic } = await import('@anthropic-ai/sdk');
    const client = new Anthropic({ apiKey: secret });
    return {
      read: async () => client.models.list(),
      write: async (title) =>
        client.messages.create({
          model: anthropicIds.model,
          max_tokens: 100,
          messages: [{ role: 'user', content: title }],
        }),
    };
  },
});
