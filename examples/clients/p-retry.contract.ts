/** `fetch` within p-retry: an answer that is not ok is thrown. */
import { items } from './providers/items.ts';
import { clientContract } from './src/client-contract.ts';
import { fetching } from './src/fetching.ts';

export default clientContract({
  client: 'p-retry',
  provider: items(),
  policy: { maxRetries: 10, baseDelayMs: 1000, maxDelayMs: 512_000, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async (settings) => {
    const { default: pRetry } = await import('p-retry');
    return fetching(settings, (exchange) => pRetry(exchange));
  },
});
