/** `fetch` within a retry policy of cockatiel that handles everything: an answer that is not ok is thrown. */
import { items } from './providers/items.ts';
import { clientContract } from './src/client-contract.ts';
import { fetching } from './src/fetching.ts';

export default clientContract({
  client: 'cockatiel',
  provider: items(),
  policy: { maxRetries: 100, baseDelayMs: 1, maxDelayMs: 1, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async (settings) => {
    const { handleAll, retry } = await import('cockatiel');
    const policy = retry(handleAll, {});
    return fetching(settings, (exchange) => policy.execute(exchange));
  },
});
