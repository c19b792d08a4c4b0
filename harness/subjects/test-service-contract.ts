/** The text of a contract for `test-service.ts`; `subject` says how it is started. For tests. */
export const serviceContract = (subject: string): string => `
import { fc } from '@compass/gauntlet';
import { rest } from '@compass/gauntlet/providers';
export default {
  service: 'shop', type: 'output-only',
  providers: [rest({ id: 'shop', origin: 'https://api.shop.example', collections: ['orders'] })],
  secrets: { SHOP_KEY: 'shop.apiKey' },
  policy: { maxRetries: 0, baseDelayMs: 50, maxDelayMs: 100, attemptTimeoutMs: 500 },
  operations: { order: { stateChanging: true, idempotency: 'none', kind: 'other', input: fc.constant({}),
    http: { method: 'POST', path: '/order' } } },
  subject: {
    env: { PORT: '{port}', STATE: '{stateDir}' }, ready: { path: '/health' },
    probes: { effects: { path: '/journal' } }, ${subject}
  },
};`;
