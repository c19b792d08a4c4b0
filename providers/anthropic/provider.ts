/** A simulated Anthropic, as a contract names it. The unmodified `@anthropic-ai/sdk` is its judge. */
import type { Provider, SecretShape } from '../../harness/ports/provider.ts';
import { anthropicWebhooks } from '../webhooks/anthropic.ts';
import { anthropicDialect } from './dialect.ts';
import type { AnthropicLimits } from './rate-limits.ts';

export const anthropicOrigin = 'https://api.anthropic.com';

const secrets = {
  apiKey: { prefix: 'sk-ant-api03-', randomLength: 95, use: 'credential' },
  webhookSecret: anthropicWebhooks.secretShape,
} as const satisfies Record<string, SecretShape>;

export interface AnthropicOptions {
  /** Under which name contracts refer to it. */
  readonly id?: string;
  /** Smaller quotas than 50 requests, 50,000 input and 10,000 output tokens a minute. */
  readonly limits?: Partial<AnthropicLimits>;
  /** The monthly spend limit is reached: what costs something is refused with 429 and no `retry-after`. */
  readonly spendLimitReached?: true;
}

/** Anthropic's API: messages, whole and streamed, token counts, models and message batches. */
export const anthropic = (options: AnthropicOptions = {}): Provider => ({
  id: options.id ?? 'anthropic',
  origins: [anthropicOrigin],
  secrets,
  dialect: anthropicDialect,
  webhooks: anthropicWebhooks,
  open: async (context) => (await import('./world.ts')).openWorld(context, options),
});
