/** The official package of OpenAI. */
import { openai } from '@compass/gauntlet/providers';
import { clientContract } from './src/client-contract.ts';

export default clientContract({
  client: 'openai',
  provider: openai(),
  policy: { maxRetries: 2, baseDelayMs: 500, maxDelayMs: 8000, attemptTimeoutMs: 600_000 },
  idempotency: 'none',
  kind: 'llm',
  make: async ({ secret }) => {
    const { default: OpenAI } = await import('openai');
    const client = new OpenAI({ apiKey: secret });
    return {
      read: async () => client.models.list(),
      write: async (title) =>
        client.chat.completions.create({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: title }] }),
    };
  },
});
