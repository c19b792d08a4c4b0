/** @octokit/rest with @octokit/plugin-retry. */
import { github } from './providers/github.ts';
import { clientContract } from './src/client-contract.ts';
import { issues } from './src/issues.ts';

export default clientContract({
  client: 'octokit-rest-retry',
  provider: github(),
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 9000, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async ({ secret }) => {
    const { Octokit } = await import('@octokit/rest');
    const { retry } = await import('@octokit/plugin-retry');
    const Retrying = Octokit.plugin(retry);
    return issues(new Retrying({ auth: secret }));
  },
});
