/** got, which retries by itself. */
import { items } from './providers/items.ts';
import { clientContract } from './src/client-contract.ts';

export default clientContract({
  client: 'got',
  provider: items(),
  policy: { maxRetries: 2, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async ({ url, secret }) => {
    const { default: got } = await import('got');
    const client = got.extend({ prefixUrl: url, headers: { authorization: `Bearer ${secret}` } });
    return {
      read: () => client.get('items').json(),
      write: (title) => client.post('items', { json: { title } }).json(),
    };
  },
});
