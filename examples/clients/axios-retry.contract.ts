/** axios with axios-retry. */
import { items } from './providers/items.ts';
import { clientContract } from './src/client-contract.ts';

export default clientContract({
  client: 'axios-retry',
  provider: items(),
  policy: { maxRetries: 3, baseDelayMs: 1, maxDelayMs: 1, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async ({ url, secret }) => {
    const { default: axios } = await import('axios');
    const { default: axiosRetry } = await import('axios-retry');
    const client = axios.create({ baseURL: url, headers: { authorization: `Bearer ${secret}` } });
    axiosRetry(client);
    return { read: () => client.get('/items'), write: (title) => client.post('/items', { title }) };
  },
});
