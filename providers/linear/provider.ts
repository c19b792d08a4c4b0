/** A simulated Linear, as a contract names it. The unmodified `@linear/sdk` is its judge. */
import type { Provider, SecretShape } from '../../harness/ports/provider.ts';
import { linearWebhooks } from '../webhooks/linear.ts';
import { apiKeyPrefix, oauthTokenPrefix } from './authorization.ts';
import { linearDialect } from './dialect.ts';
import type { Caller, QuotaLimits } from './quota.ts';

export const linearOrigin = 'https://api.linear.app';

const secrets = {
  apiKey: { prefix: apiKeyPrefix, randomLength: 40, use: 'credential' },
  oauthToken: { prefix: oauthTokenPrefix, randomLength: 40, use: 'oauth' },
  webhookSecret: { prefix: 'lin_wh_', randomLength: 40, use: 'webhook' },
} as const satisfies Record<string, SecretShape>;

export interface LinearOptions {
  /** Under which name contracts refer to it. */
  readonly id?: string;
  /** Smaller quotas than Linear's own, for each kind of caller. */
  readonly limits?: Partial<Record<Caller, QuotaLimits>>;
}

/** Linear's GraphQL API: viewer, users, teams, workflow states, issues and comments. */
export const linear = (options: LinearOptions = {}): Provider => ({
  id: options.id ?? 'linear',
  origins: [linearOrigin],
  secrets,
  dialect: linearDialect,
  webhooks: linearWebhooks,
  open: async (context) => (await import('./world.ts')).openWorld(context, options),
});
