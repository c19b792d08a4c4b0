/** The contract: how a team declares its integration. Default export of a `*.contract.ts` file. */
import type { Arbitrary } from 'fast-check';
import type { IdempotencyMode, IntegrationType, RetryPolicy } from '../model/integration-facts.ts';
import type { Json } from '../model/json.ts';
import type { EnvironmentSources, TestEvidence } from './inspection.ts';
import type { Provider } from './provider.ts';
import type { HttpOperation, ServiceSubjectSpec } from './service-subject.ts';
import type { WebhookDialect } from './webhook.ts';

/** STD-17-01 Appendix B. */
export interface IntegrationError {
  /** Machine-readable: `LINEAR_PROJECT_NOT_FOUND`. */
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
  readonly retryable: boolean;
  /** Seconds. */
  readonly retryAfter?: number;
}

export type OperationResult =
  | { readonly ok: true; readonly value?: unknown }
  | { readonly ok: false; readonly error: IntegrationError };

export interface OperationSpec<Input extends Json = Json> {
  readonly stateChanging: boolean;
  readonly idempotency: IdempotencyMode;
  readonly kind: 'llm' | 'other';
  readonly batch?: boolean;
  readonly input: Arbitrary<Input>;
  readonly pii?: readonly string[];
  readonly expectedStatuses?: readonly number[];
  /** How it is called, where the subject is a service. */
  readonly http?: HttpOperation;
}

/** What `start()` and `env()` get: where the simulated world stands. */
export interface World {
  /** Base URL of a provider, without a trailing slash. An integration with fixed hosts does not need it. */
  url(provider: string): string;
  /** A folder of the integration's own for what has to last: empty when a case begins, kept when its process restarts. */
  readonly stateDir: string;
}

export interface CallContext {
  readonly user: string;
  readonly correlationId: string;
  readonly signal: AbortSignal;
}

/** Which of the secrets the integration fetches from a secret manager when it starts, instead of from its environment. */
export interface SecretManagerSpec {
  /** A provider of this contract that is one: `doppler()`, `infisical()`, `convex()`. */
  readonly provider: string;
  /** Names in `secrets`, under which the manager serves them. */
  readonly serves: readonly string[];
}

/** How the integration is told of events. */
export interface WebhookSpec {
  /** The provider that sends them. */
  readonly provider: string;
  /** `/webhooks/linear` */
  readonly path: string;
  /** The provider's own when absent; `hmacWebhooks({...})` for any other API. */
  readonly dialect?: WebhookDialect;
  /** The events that lead to exactly one effect each. */
  readonly events: readonly string[];
  /** Set where the endpoint refuses earlier than after the standard's five minutes. */
  readonly toleranceMs?: number;
  /** Paths in the delivered body whose values are personal and must not stand in error logs: `data.email`. */
  readonly pii?: readonly string[];
}

export interface RunningIntegration {
  /** The loopback port on which the endpoint listens. */
  readonly webhookPort?: number;
  perform(operation: string, input: Json, context: CallContext): Promise<OperationResult>;
  /** What stands in the dead letter queue now, oldest first: each entry with the operation's input or idempotency key. */
  readonly deadLetters?: () => Promise<readonly unknown[]> | readonly unknown[];
  readonly notifications?: () => Promise<readonly unknown[]> | readonly unknown[];
  readonly alerts?: () => Promise<readonly unknown[]> | readonly unknown[];
  /** What the integration really changed, where no provider's ledger shows it. */
  readonly effects?: () => Promise<readonly unknown[]> | readonly unknown[];
  readonly stop?: () => Promise<void> | void;
}

// biome-ignore lint/suspicious/noExplicitAny: operations of one contract have inputs of many shapes
type AnyOperationSpec = OperationSpec<any>;

export interface Integration {
  readonly service: string;
  readonly type: IntegrationType;
  readonly providers: readonly Provider[];
  /** Environment variable to `<provider>.<secret>`. Each gets a canary in the shape of the real one. */
  readonly secrets: { readonly [variable: string]: string };
  readonly secretManager?: SecretManagerSpec;
  /** Further environment of what `start` starts; no secrets here. */
  readonly env?: (world: World) => { readonly [variable: string]: string };
  readonly policy: RetryPolicy;
  /** The policy outside of tests, where `policy` holds delays that were scaled down for them. The report says so. */
  readonly productionPolicy?: RetryPolicy;
  readonly operations: { readonly [operation: string]: AnyOperationSpec };
  /** Provider operations that must carry a secret in their body. */
  readonly secretCarriers?: readonly { readonly provider: string; readonly operation: string }[];
  /**
   * Real services beside the providers that it may reach, such as its database: `['localhost:5432']`. They run already, and
   * what they keep is not emptied between cases. Anything else that no provider claims is refused.
   */
  readonly dependencies?: readonly string[];
  readonly webhook?: WebhookSpec;
  readonly logs?: readonly ('stdout' | 'stderr')[];
  /** What inspection reads, relative to the contract file. */
  readonly repository?: string;
  /** Its own suite's results, and which tests in them show what the standard asks. */
  readonly tests?: TestEvidence;
  /** How development's and production's variables can be read, to see that their secrets differ. */
  readonly environments?: EnvironmentSources;
  /** Starts the integration in a Node process of its own. Either this or `subject`. */
  readonly start?: (world: World) => Promise<RunningIntegration> | RunningIntegration;
  /** The integration as a service of its own, in any language. */
  readonly subject?: ServiceSubjectSpec;
}

/** Gives the contract its type. Nothing is checked here: `gauntlet` validates it when it loads, and lists every problem. */
export const defineIntegration = (integration: Integration): Integration => integration;
