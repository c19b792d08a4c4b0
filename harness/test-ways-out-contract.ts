/** Tries every way out of the machine. */
import { rest } from '../providers/index.ts';
import { defineIntegration, fc } from './index.ts';
import { waysOut } from './test-ways-out.ts';

export default defineIntegration({
  service: 'ways-out',
  type: 'output-only',
  providers: [rest({ id: 'shop', origin: 'https://api.shop.example', collections: ['orders'] })],
  secrets: { SHOP_KEY: 'shop.apiKey' },
  policy: { maxRetries: 0, baseDelayMs: 1000, maxDelayMs: 1000, attemptTimeoutMs: 10_000 },
  operations: Object.fromEntries(
    Object.keys(waysOut).map((way) => [
      way,
      { stateChanging: false, idempotency: 'none', kind: 'other', input: fc.constant({}) },
    ]),
  ),
  start: () => ({ perform: async (way) => ({ ok: true, value: await waysOut[way]?.() }) }),
});
