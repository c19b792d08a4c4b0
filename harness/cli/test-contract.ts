/** A small contract as text, for tests of the command line: it is written to a folder, broken there and repaired. */

const retryLoop = `
    const order = async (input) => {
      const key = randomUUID();
      for (let attempt = 0; ; attempt += 1) {
        const reply = await fetch('https://api.shop.example/v1/orders', {
          method: 'POST',
          headers: { authorization: 'Bearer ' + process.env.SHOP_API_KEY, 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify(input),
          signal: AbortSignal.timeout(10_000),
        }).catch(() => undefined);
        if (reply?.ok) return { ok: true, value: await reply.json() };
        const transient = reply === undefined || reply.status >= 500 || reply.status === 429;
        if (!transient || attempt === retries) {
          return { ok: false, error: { code: 'SERVICE_UNAVAILABLE', message: 'The shop is temporarily unavailable.', suggestion: 'Try again later.', retryable: transient } };
        }
        await new Promise((done) => setTimeout(done, Math.random() * 1000 * 2 ** attempt));
      }
    };`;

/** Retries `retries` times although its policy says 3; `calls`: whether it calls its provider at all. */
export const contractText = ({
  retries = 3,
  calls = true,
}: {
  readonly retries?: number;
  readonly calls?: boolean;
} = {}) => `
import { randomUUID } from 'node:crypto';
import { defineIntegration, fc } from '@compass/gauntlet';
import { rest } from '@compass/gauntlet/providers';

export default defineIntegration({
  service: 'shop',
  type: 'output-only',
  providers: [rest({ id: 'shop', origin: 'https://api.shop.example', collections: ['orders'] })],
  secrets: { SHOP_API_KEY: 'shop.apiKey' },
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {
    order: { stateChanging: true, idempotency: 'new', kind: 'other', input: fc.record({ title: fc.string({ minLength: 3 }) }) },
  },
  start: () => {
    const retries: number = ${retries};${retryLoop}
    return { perform: (_operation, input) => ${calls ? 'order(input)' : 'Promise.resolve({ ok: true as const, value: input })'} };
  },
});
`;
