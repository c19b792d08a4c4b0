/**
 * A simulated JSON REST API of today's common shape, for integrations whose provider has no simulation of its own:
 * Bearer credentials, idempotency keys, quotas, pages, and an OAuth token endpoint.
 */
import type { Provider, SecretShape } from '../../harness/ports/provider.ts';
import { restDialect } from './dialect.ts';

export interface RestLimits {
  readonly requests: number;
  readonly windowMs: number;
}

export interface RestOptions {
  /** Under which name contracts refer to it. */
  readonly id?: string;
  /** `https://api.example.com`, without a path. */
  readonly origin?: string;
  /** `['tasks']` gives `/v1/tasks` and `/v1/tasks/{id}`. */
  readonly collections: readonly string[];
  /** A `credential` is accepted as Bearer; an `oauth` secret is a client secret, traded for a token. */
  readonly secrets?: { readonly [secret: string]: SecretShape };
  readonly limits?: RestLimits;
}

const defaultSecrets = {
  apiKey: { prefix: 'rk_live_', randomLength: 40, use: 'credential' },
  clientSecret: { prefix: 'cs_live_', randomLength: 40, use: 'oauth' },
} as const satisfies { readonly [secret: string]: SecretShape };

const defaultLimits: RestLimits = { requests: 1000, windowMs: 60_000 };
/** Throws a `TypeError` when `origin` is no origin. */
export function rest(options: RestOptions): Provider {
  const { id = 'rest', secrets = defaultSecrets, limits = defaultLimits } = options;
  const { origin } = new URL(options.origin ?? 'https://api.example.com');
  return {
    id,
    origins: [origin],
    secrets,
    dialect: restDialect(limits.requests),
    open: async (context) =>
      (await import('./world.ts')).openWorld(context, { origin, secrets, limits, collections: options.collections }),
  };
}
