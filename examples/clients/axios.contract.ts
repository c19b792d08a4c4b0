/** axios by itself. */
import { items } from './providers/items.ts';
import { clientContract } from './src/client-contract.ts';

export default clientContract({
  client: 'axios',
  provider: items(),
  policy: { maxRetries: 0, baseDelayMs: 1, maxDelayMs: 1, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async ({ url, secret }) => {
    const { default: axios } = await import('axios');
    const client = axios.create({ baseURL: url, headers: { authorization: `Bearer ${secret}` } });
    return { read: () => client.get('/items'), write: (title) => client.post('/items', { title }) };
  },
});
