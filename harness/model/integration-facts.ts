/** The part of a contract that is data: what rules need to know of an integration, stored in every trace. */

/** `output-only`: we call them; `input-only`: they call us; `bidirectional`: both. STD-17-01 §3.1. */
export type IntegrationType = 'output-only' | 'bidirectional' | 'input-only';

export interface RetryPolicy {
  /** Retries after the first attempt, so `maxRetries + 1` attempts in all. */
  readonly maxRetries: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** After how long one attempt is given up. */
  readonly attemptTimeoutMs: number;
  /** After how long a whole call is given up, whatever retries are left. Absent: never. */
  readonly deadlineMs?: number;
}

/** `new`: every call is a new operation; `content`: equal input from the same user is the same operation (STD-17-01 §4.3). */
export type IdempotencyMode = 'new' | 'content' | 'none';

export interface OperationFacts {
  readonly stateChanging: boolean;
  readonly idempotency: IdempotencyMode;
  /** Decides the cap on back-off: 30 s for `llm`, 60 s for `other` (STD-17-01 §4.2). */
  readonly kind: 'llm' | 'other';
  /** One call makes many requests, which have to be paced (STD-17-01 §3.5). */
  readonly batch: boolean;
  /** Paths in the input (`name`, `owner.email`) whose values are personal data. */
  readonly pii: readonly string[];
  /** Statuses that are an answer, not an error, for this operation: 404 for find-or-create. */
  readonly expectedStatuses: readonly number[];
}

export const probeNames = ['deadLetters', 'notifications', 'alerts', 'effects'] as const;
export type ProbeName = (typeof probeNames)[number];

export interface SecretFacts {
  /** The environment variable that carries the secret, or its name at the secret manager. */
  readonly name: string;
  /** `<provider>.<secret>`, as the contract names it. */
  readonly of: string;
  readonly use: 'credential' | 'webhook' | 'oauth';
  /** It comes from a secret manager under this name, and does not stand in the environment. */
  readonly managed?: true;
}

/** How a provider says that a request repeats one that it already carried out. `none`: it carries it out again. */
export interface ProviderFacts {
  readonly id: string;
  /** It can answer with a stream of events. */
  readonly streams?: true;
  /** It tells when nobody pays any more, apart from a rate limit. */
  readonly tellsSpent?: true;
  readonly idempotency: 'conflict' | 'same-reply' | 'none';
  /** A secret manager: what it is asked for is no operation of the integration. */
  readonly servesSecrets?: true;
  /** The contract gives the integration the address of the simulation, where no TLS is spoken. */
  readonly plainHttp?: true;
}

/** What the integration says of its webhook endpoint. */
export interface WebhookFacts {
  readonly provider: string;
  readonly dialect: string;
  /** The environment variable of the signing secret. */
  readonly secret: string;
  /** Events that lead to exactly one effect each; any other is ignored. */
  readonly events: readonly string[];
  /** False for a provider that signs no time (GitHub). */
  readonly signsTime: boolean;
  /** Older deliveries are refused. At most five minutes (STD-17-01 §3.6). */
  readonly toleranceMs: number;
  /** From a first attempt to the last that the provider makes by itself. */
  readonly redeliveryWindowMs: number;
  /** Paths in delivered bodies (`data.email`) whose values are personal data. Absent in traces from before it was stored. */
  readonly pii?: readonly string[];
  /** How long the provider waits for an answer, in ms. Absent in traces from before it was stored. */
  readonly answerTimeoutMs?: number;
}

/** Results go to a folder of this name. */
export const serviceName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

export const isServiceName = (value: unknown): boolean => typeof value === 'string' && serviceName.test(value);

export interface IntegrationFacts {
  readonly service: string;
  readonly type: IntegrationType;
  readonly providers: readonly ProviderFacts[];
  readonly policy: RetryPolicy;
  /** The policy outside of tests, where the contract scaled its delays down for them. */
  readonly productionPolicy?: RetryPolicy;
  readonly operations: { readonly [operation: string]: OperationFacts };
  readonly secrets: readonly SecretFacts[];
  /** The probes that `start()` returned. What has no probe cannot be observed. */
  readonly probes: readonly ProbeName[];
  readonly webhook?: WebhookFacts;
  /** Provider operations that must carry a secret in their body (an OAuth token request). STD-17-01 §1.2. */
  readonly secretCarriers: readonly { readonly provider: string; readonly operation: string }[];
}
