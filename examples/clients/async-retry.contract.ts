/** `fetch` within async-retry: an answer that is not ok is thrown. */
import { items } from './providers/items.ts';
import { clientContract } from './src/client-contract.ts';
import { fetching } from './src/fetching.ts';

export default clientContract({
  client: 'async-retry',
  provider: items(),
  policy: { maxRetries: 10, baseDelayMs: 1000, maxDelayMs: 1_024_000, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async (settings) => {
    const { default: retry } = await import('async-retry');
    return fetching(settings, (exchange) => retry(exchange));
  },
});
