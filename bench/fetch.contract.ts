import { defineIntegration, fc } from '@compass/gauntlet';
import { testProvider } from '../harness/wire/test-provider.ts';

export default defineIntegration({
  service: 'items',
  type: 'output-only',
  providers: [testProvider],
  secrets: { ITEMS_TOKEN: `${testProvider.id}.apiKey` },
  env: (world) => ({ ITEMS_URL: world.url(testProvider.id) }),
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {
    create: { stateChanging: true, idempotency: 'new', kind: 'other', input: fc.record({ title: fc.string() }) },
  },
  start: async () => {
    const { createItem } = await import('./retrying-fetch.ts');
    return {
      perform: async (_operation, input) => {
        const { title } = input as { readonly title: string };
        const ok = await createItem(process.env.ITEMS_URL ?? '', process.env.ITEMS_TOKEN ?? '', title);
        return ok
          ? { ok: true }
          : { ok: false, error: { code: 'SERVICE_UNAVAILABLE', message: 'm', suggestion: 's', retryable: true } };
      },
    };
  },
});
