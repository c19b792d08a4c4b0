/** For the tests of secret managers: reads its key from Doppler when it starts, and again when it is asked to. */
import fc from 'fast-check';
import { doppler, rest } from '../providers/index.ts';
import { defineIntegration } from './index.ts';

const operation = { stateChanging: false, idempotency: 'none', kind: 'other', input: fc.constant({}) } as const;

const readKey = async (): Promise<string> => {
  const reply = await fetch('https://api.doppler.com/v3/configs/config/secrets/download?format=json', {
    headers: { authorization: `Bearer ${process.env.DOPPLER_TOKEN}` },
  });
  const { ITEMS_API_KEY } = JSON.parse(await reply.text());
  return String(ITEMS_API_KEY);
};

export default defineIntegration({
  service: 'items',
  type: 'output-only',
  providers: [rest({ id: 'items', origin: 'https://api.items.example', collections: ['items'] }), doppler()],
  secrets: { DOPPLER_TOKEN: 'doppler.serviceToken', ITEMS_API_KEY: 'items.apiKey' },
  secretManager: { provider: 'doppler', serves: ['ITEMS_API_KEY'] },
  policy: { maxRetries: 0, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: { list: operation, read_again: operation },
  start: async () => {
    let key = await readKey();
    return {
      perform: async (name) => {
        if (name === 'read_again') key = await readKey();
        const reply = await fetch('https://api.items.example/v1/items', {
          headers: { authorization: `Bearer ${key}` },
        });
        console.log(`${reply.status} with ${key}`);
        return { ok: true, value: process.env.ITEMS_API_KEY ?? 'not in the environment' };
      },
    };
  },
});
