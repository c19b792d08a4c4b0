/** For the tests of rotation: calls with the key of its environment or with the first one it ever had, and logs its key. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { rest } from '../providers/index.ts';
import { defineIntegration } from './index.ts';

const operation = { stateChanging: false, idempotency: 'none', kind: 'other', input: fc.constant({}) } as const;

export default defineIntegration({
  service: 'items',
  type: 'output-only',
  providers: [rest({ id: 'items', origin: 'https://api.items.example', collections: ['items'] })],
  secrets: { ITEMS_API_KEY: 'items.apiKey' },
  policy: { maxRetries: 0, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: { list: operation, list_with_first_key: operation },
  start: ({ stateDir }) => {
    const key = process.env.ITEMS_API_KEY ?? '';
    const kept = join(stateDir, 'key');
    if (!existsSync(kept)) writeFileSync(kept, key);
    console.log(`my key is ${key}`);
    return {
      perform: async (name) => {
        const bearer = name === 'list' ? key : readFileSync(kept, 'utf8');
        const reply = await fetch(`https://api.items.example/v1/items?key=${bearer}`, {
          headers: { authorization: `Bearer ${bearer}` },
        });
        return { ok: true, value: { status: reply.status, body: await reply.text() } };
      },
    };
  },
});
