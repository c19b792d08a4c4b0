/** The octokit bundle, with plugins for retries and throttling in it. */
import { github } from './providers/github.ts';
import { clientContract } from './src/client-contract.ts';
import { issues } from './src/issues.ts';

export default clientContract({
  client: 'octokit',
  provider: github(),
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 9000, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async ({ secret }) => {
    const { Octokit } = await import('octokit');
    return issues(new Octokit({ auth: secret }).rest);
  },
});
