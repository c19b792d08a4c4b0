/** A simulated OpenAI, as a contract names it. The unmodified `openai` package is its judge. */
import type { Provider, SecretShape } from '../../harness/ports/provider.ts';
import { openaiWebhooks } from '../webhooks/openai.ts';
import { openaiDialect } from './dialect.ts';
import type { OpenaiLimits } from './rate-limits.ts';

export const openaiOrigin = 'https://api.openai.com';

const secrets = {
  apiKey: { prefix: 'sk-proj-', randomLength: 48, use: 'credential' },
  adminKey: { prefix: 'sk-admin-', randomLength: 48, use: 'credential' },
  webhookSecret: openaiWebhooks.secretShape,
} as const satisfies Record<string, SecretShape>;

export interface OpenaiOptions {
  /** Under which name contracts refer to it. */
  readonly id?: string;
  /** Smaller quotas than 500 requests and 200,000 tokens a minute. */
  readonly limits?: Partial<OpenaiLimits>;
  /** No credit is left: whatever costs something is refused with `insufficient_quota`. */
  readonly outOfCredit?: true;
}

/** OpenAI's API: chat completions, responses, embeddings, models, files and batches; streaming of both kinds. */
export const openai = (options: OpenaiOptions = {}): Provider => ({
  id: options.id ?? 'openai',
  origins: [openaiOrigin],
  secrets,
  dialect: openaiDialect,
  webhooks: openaiWebhooks,
  open: async (context) => (await import('./world.ts')).openWorld(context, options),
});
