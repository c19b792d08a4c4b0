/** The official package of Linear, whose API is GraphQL: both calls are a POST. */
import { linear, linearIds } from '@compass/gauntlet/providers';
import { clientContract } from './src/client-contract.ts';

export default clientContract({
  client: 'linear',
  provider: linear(),
  policy: { maxRetries: 0, baseDelayMs: 1, maxDelayMs: 1, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async ({ secret }) => {
    const { LinearClient } = await import('@linear/sdk');
    const client = new LinearClient({ apiKey: secret });
    return {
      read: async () => client.viewer,
      write: (title) => client.createIssue({ teamId: linearIds.team('ENG'), title }),
    };
  },
});
