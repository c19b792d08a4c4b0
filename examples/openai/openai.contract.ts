/** Declares the OpenAI integration to Gauntlet: `npx gauntlet run examples/openai/openai.contract.ts`. */
import { defineIntegration, fc } from '@compass/gauntlet';
import { openai } from '@compass/gauntlet/providers';
import { policy } from './src/policy.ts';

const text = fc.string({ minLength: 6, maxLength: 60 }).filter((value) => value.trim().length >= 6);
const texts = fc.record({ texts: fc.uniqueArray(text, { minLength: 2, maxLength: 5 }) });
const llm = { stateChanging: false, idempotency: 'none', kind: 'llm' } as const;

export default defineIntegration({
  service: 'openai',
  type: 'output-only',
  providers: [openai()],
  secrets: { OPENAI_API_KEY: 'openai.apiKey' },
  env: (world) => ({ OPENAI_BASE_URL: `${world.url('openai')}/v1` }),
  policy,
  operations: {
    summarise: { ...llm, input: fc.record({ text }), pii: ['text'] },
    answer: { ...llm, input: fc.record({ question: text }), pii: ['question'] },
    index: { ...llm, batch: true, input: texts },
    // OpenAI has no idempotency key: what may have arrived is never sent again.
    summarise_over_night: { stateChanging: true, idempotency: 'none', kind: 'other', input: texts },
  },
  repository: '.',
  start: async () => {
    const { startOpenai } = await import('./src/openai-integration.ts');
    const { OPENAI_API_KEY: apiKey = '', OPENAI_BASE_URL: baseURL } = process.env;
    return startOpenai({ apiKey, baseURL });
  },
});
