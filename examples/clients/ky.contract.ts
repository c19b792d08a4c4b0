/** ky, which retries by itself. */
import { items } from './providers/items.ts';
import { clientContract } from './src/client-contract.ts';

export default clientContract({
  client: 'ky',
  provider: items(),
  policy: { maxRetries: 2, baseDelayMs: 300, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  idempotency: 'none',
  make: async ({ url, secret }) => {
    const { default: ky } = await import('ky');
    const client = ky.extend({ headers: { authorization: `Bearer ${secret}` } });
    return {
      read: () => client.get(`${url}/items`).json(),
      write: (title) => client.post(`${url}/items`, { json: { title } }).json(),
    };
  },
});
