/** Every decision that the small integration of `loop.ts` takes, one function each; `compliant` takes it by the standard. */
import { createHash, randomUUID } from 'node:crypto';
import { policy, type RetryPolicy } from './policy.ts';

export type FailureKind =
  | 'rate-limited'
  | 'unavailable'
  | 'timeout'
  | 'connection-lost'
  | 'auth-failed'
  | 'permission-denied'
  | 'not-found'
  | 'invalid-request'
  /** The provider has carried out a request with this key before. */
  | 'already-done';

export interface Failure {
  readonly kind: FailureKind;
  readonly status?: number;
  readonly errorCode?: string;
  /** What the provider wrote. */
  readonly text?: string;
  readonly retryAfterMs?: number;
}

/** One call of an operation of the integration. */
export interface Call {
  readonly operation: string;
  readonly input: { readonly [name: string]: unknown };
  readonly user: string;
  readonly correlationId: string;
  readonly requestId: string;
  /** Unix ms. */
  readonly startedAt: number;
  readonly signal: AbortSignal;
}

/** What is to be sent to the provider; everything but the idempotency key, which each attempt asks for. */
export interface Sending {
  readonly method: string;
  readonly path: string;
  readonly body?: { readonly [name: string]: unknown };
  readonly idempotent: 'new' | 'content' | 'none';
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** What is good now: a renewal replaces it. */
export interface Secrets {
  apiKey: string;
  readonly clientSecret: string;
}

export type Fields = { readonly [name: string]: unknown };

export interface LogLine extends Fields {
  readonly level: string;
}

export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
  readonly retryable: boolean;
  readonly retryAfter?: number;
}

const transient: ReadonlySet<FailureKind> = new Set(['rate-limited', 'unavailable', 'timeout', 'connection-lost']);
export const isTransient = ({ kind }: Failure): boolean => transient.has(kind);

const unavailable = {
  code: 'SERVICE_UNAVAILABLE',
  message: "Items is temporarily unavailable. We'll retry automatically.",
  suggestion: 'There is nothing you need to do.',
};

const invalid = {
  code: 'INVALID_REQUEST',
  message: 'The title is invalid. Shorten it and send it again.',
  suggestion: 'Edit the item and try once more.',
};

export const wordings: { readonly [kind in FailureKind]: Pick<UserError, 'code' | 'message' | 'suggestion'> } = {
  'auth-failed': {
    code: 'AUTH_FAILED',
    message: 'Unable to authenticate. Please reconnect your account.',
    suggestion: 'Open the settings and connect your account again.',
  },
  'rate-limited': {
    code: 'RATE_LIMITED',
    message: 'Processing paused temporarily. Will resume automatically.',
    suggestion: 'There is nothing you need to do.',
  },
  'not-found': {
    code: 'NOT_FOUND',
    message: 'The requested item was not found. Please verify it exists.',
    suggestion: 'Check that the item was not deleted.',
  },
  'permission-denied': {
    code: 'PERMISSION_DENIED',
    message: "You don't have permission to access this item.",
    suggestion: 'Ask an administrator to give you access.',
  },
  'invalid-request': invalid,
  'already-done': invalid,
  unavailable,
  timeout: unavailable,
  'connection-lost': unavailable,
};

/** Milliseconds; undefined when the value means nothing. */
function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const at = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

export function numberIn(headers: Headers, name: string): number | undefined {
  const number = Number(headers.get(name) ?? Number.NaN);
  return Number.isFinite(number) ? number : undefined;
}

/** `{"error": {"code", "message"}}` */
function textAt(body: string, name: 'code' | 'message'): string | undefined {
  try {
    const text: unknown = JSON.parse(body)?.error?.[name];
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

export const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Unix ms: when another attempt would begin if its back-off were the longest that it may be. */
const latestRetryAt = ({ maxDelayMs, baseDelayMs }: RetryPolicy, failure: Failure, retry: number): number =>
  Date.now() + (failure.retryAfterMs ?? 0) + Math.min(maxDelayMs, baseDelayMs * 2 ** retry);

export const compliantWith = (policy: RetryPolicy) => ({
  policy,

  headers: (_call: Call, secrets: Secrets, key: string | undefined): { readonly [name: string]: string } => ({
    authorization: `Bearer ${secrets.apiKey}`,
    'content-type': 'application/json',
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  }),
  path: (sending: Sending, _secrets: Secrets): string => sending.path,
  /** `key`: of this attempt. */
  body: (sending: Sending, _secrets: Secrets, _key: string | undefined, _retry: number): Fields | undefined =>
    sending.body,

  /** Asked once for each thing to send. */
  key: (call: Call, sending: Sending): string | undefined => {
    if (sending.idempotent === 'none') return undefined;
    return sending.idempotent === 'new' ? randomUUID() : hash([call.user, call.operation, sending.body]);
  },
  /** The key that attempt number `retry` carries. */
  keyOfAttempt: (key: string | undefined, _retry: number): string | undefined => key,

  /** After a 401: whether there is another credential now, so that it is worth one more attempt. */
  renews: async (_secrets: Secrets, _retry: number): Promise<boolean> => false,

  timeoutMs: (): number | undefined => policy.attemptTimeoutMs,
  /** Does the timeout hold until the body was read, or only until its head came? */
  timesBody: (): boolean => true,
  /** How often a request that succeeded is sent again. */
  repeatsOfSuccess: (_call: Call, _retry: number): number => 0,

  /** Undefined for success. */
  failureOf: ({ status }: Reply): FailureKind | undefined => {
    if (status < 300) return undefined;
    if (status === 401) return 'auth-failed';
    if (status === 403) return 'permission-denied';
    if (status === 404) return 'not-found';
    if (status === 429) return 'rate-limited';
    return status >= 500 ? 'unavailable' : 'invalid-request';
  },
  /** Ms from now on. */
  retryAfter: ({ status, headers }: Reply, now: number): number | undefined => {
    const asked = parseRetryAfter(headers.get('retry-after'), now);
    const reset = numberIn(headers, 'x-ratelimit-reset');
    return asked ?? (status === 429 && reset !== undefined ? Math.max(0, reset * 1_000 - now) : undefined);
  },
  remaining: (headers: Headers): number | undefined => numberIn(headers, 'x-ratelimit-remaining'),
  /** Unix ms until which nothing may be sent, as a reply's quota headers have it; 0 when there is quota left. */
  holdUntil: (headers: Headers, _call: Call): number =>
    numberIn(headers, 'x-ratelimit-remaining') === 0 ? (numberIn(headers, 'x-ratelimit-reset') ?? 0) * 1_000 : 0,
  errorCode: (body: string): string | undefined => textAt(body, 'code'),
  errorText: (body: string): string | undefined => textAt(body, 'message'),

  /** Failures that answer the question, or that say that the work is done. */
  isAnswer: ({ kind }: Failure, call: Call): boolean =>
    kind === 'already-done' || (kind === 'not-found' && call.operation === 'find_item'),
  retries: (failure: Failure, retry: number, call: Call): boolean =>
    isTransient(failure) &&
    retry < policy.maxRetries &&
    (failure.retryAfterMs ?? 0) <= policy.maxDelayMs &&
    latestRetryAt(policy, failure, retry) < call.startedAt + (policy.deadlineMs ?? Number.POSITIVE_INFINITY),
  backoff: (retry: number): number =>
    Math.floor(Math.random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** retry)),
  /** Ms until the next attempt. `backoff`: as computed for this retry. */
  delay: (failure: Failure, backoff: number): number => (failure.retryAfterMs ?? 0) + backoff,

  /** The last word on what is logged; undefined: nothing. `failure`: what it is about, if it is about one. */
  log: (line: LogLine, _failure: Failure | undefined, _call: Call, _secrets: Secrets): Fields | undefined => line,
  levelOfSuccess: (): string => 'INFO',
  levelOfRetry: (): string => 'WARN',
  levelOfFailure: (): string => 'ERROR',
  levelOfGivingUp: (): string => 'ERROR',

  userError: (failure: Failure, _call: Call, _secrets: Secrets): UserError => {
    const retryable = isTransient(failure);
    const wording = { ...wordings[failure.kind], retryable };
    if (!retryable || failure.retryAfterMs === undefined) return wording;
    return { ...wording, retryAfter: Math.ceil(failure.retryAfterMs / 1_000) };
  },
  /** What a call that succeeded returns. `replies`: to all attempts of its last request, the good one last. */
  value: (_call: Call, _replies: readonly Reply[]): unknown => null,
  /** How a failed call ends, given what the user is to be told. */
  fails: (error: UserError, _failure: Failure): { readonly ok: false; readonly error: UserError } => ({
    ok: false,
    error,
  }),

  deadLetter: (call: Call, key: string | undefined, _failure: Failure): unknown => ({
    operation: call.operation,
    input: call.input,
    key,
  }),
  alert: (call: Call): unknown => ({ operation: call.operation, correlationId: call.correlationId }),
  notification: (call: Call): unknown => ({ user: call.user, code: 'RATE_LIMITED' }),
});

export type Behaviour = ReturnType<typeof compliantWith>;
export const compliant: Behaviour = compliantWith(policy);
