/** @octokit/rest by itself. */
import { github } from './providers/github.ts';
import { clientContract } from './src/client-contract.ts';
import { issues } from './src/issues.ts';

export default clientContract({
  client: 'octokit-rest',
  provider: github(),
  policy: { maxRetries: 0, baseDelayMs: 1, maxDelayMs: 1, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async ({ secret }) => {
    const { Octokit } = await import('@octokit/rest');
    return issues(new Octokit({ auth: secret }));
  },
});
