/** The official package of Svix. */
import { svixApplications } from './providers/svix.ts';
import { clientContract } from './src/client-contract.ts';

export default clientContract({
  client: 'svix',
  provider: svixApplications(),
  policy: { maxRetries: 2, baseDelayMs: 50, maxDelayMs: 200, attemptTimeoutMs: 300_000 },
  idempotency: 'new',
  make: async ({ secret }) => {
    const { Svix } = await import('svix');
    const client = new Svix(secret);
    return { read: () => client.application.list(), write: (title) => client.application.create({ name: title }) };
  },
});
