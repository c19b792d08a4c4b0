/** `undici.request` through undici's RetryAgent. */
import { items } from './providers/items.ts';
import { clientContract } from './src/client-contract.ts';

export default clientContract({
  client: 'retry-agent',
  provider: items(),
  policy: { maxRetries: 5, baseDelayMs: 500, maxDelayMs: 30_000, attemptTimeoutMs: 300_000 },
  idempotency: 'none',
  make: async ({ url, secret }) => {
    const { Agent, RetryAgent, request } = await import('undici');
    const dispatcher = new RetryAgent(new Agent());
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const exchange = async (method: 'GET' | 'POST', body?: string): Promise<unknown> => {
      const reply = await request(`${url}/items`, {
        dispatcher,
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      });
      const text = await reply.body.text();
      if (reply.statusCode >= 400) throw new Error(`HTTP ${reply.statusCode}`);
      return JSON.parse(text);
    };
    return { read: () => exchange('GET'), write: (title) => exchange('POST', JSON.stringify({ title })) };
  },
});
