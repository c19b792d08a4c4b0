/** Declares the Anthropic integration to Gauntlet: `npx gauntlet run examples/anthropic/anthropic.contract.ts`. */
import { defineIntegration, fc } from '@compass/gauntlet';
import { anthropic } from '@compass/gauntlet/providers';
import { policy } from './src/policy.ts';

const text = fc.string({ minLength: 6, maxLength: 60 }).filter((value) => value.trim().length >= 6);
const texts = fc.record({ texts: fc.uniqueArray(text, { minLength: 2, maxLength: 5 }) });
const llm = { stateChanging: false, idempotency: 'none', kind: 'llm' } as const;

export default defineIntegration({
  service: 'anthropic',
  type: 'output-only',
  providers: [anthropic()],
  secrets: { ANTHROPIC_API_KEY: 'anthropic.apiKey' },
  env: (world) => ({ ANTHROPIC_BASE_URL: world.url('anthropic') }),
  policy,
  operations: {
    draft: { ...llm, input: fc.record({ instruction: text }), pii: ['instruction'] },
    classify: { ...llm, input: fc.record({ text }), pii: ['text'] },
    estimate: { ...llm, batch: true, input: texts },
    // Anthropic has no idempotency key: what may have arrived is never sent again.
    draft_over_night: { stateChanging: true, idempotency: 'none', kind: 'other', input: texts },
  },
  repository: '.',
  start: async () => {
    const { startAnthropic } = await import('./src/anthropic-integration.ts');
    const { ANTHROPIC_API_KEY: apiKey = '', ANTHROPIC_BASE_URL: baseURL } = process.env;
    return startAnthropic({ apiKey, baseURL });
  },
});
