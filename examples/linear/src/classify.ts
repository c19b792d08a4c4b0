/** Turns whatever the SDK throws into one of the few failures that the rest of the integration decides by. */
import { LinearError, LinearErrorType, parseLinearError } from '@linear/sdk';
import { readQuotas, waitForQuotas } from './quota.ts';
import { parseRetryAfter } from './retry-after.ts';

export type FailureKind =
  // Transient: the same request may succeed later.
  | 'rate-limited'
  | 'unavailable'
  | 'timeout'
  | 'connection-lost'
  | 'unreadable-reply'
  // Permanent: it never will.
  | 'auth-failed'
  | 'permission-denied'
  | 'not-found'
  | 'invalid-request'
  // An issue or comment with our id exists: an earlier attempt did arrive.
  | 'already-created';

export interface Failure {
  readonly kind: FailureKind;
  readonly status?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly headers?: Headers | undefined;
  /** A lower bound, in ms from now on. */
  readonly retryAfterMs?: number | undefined;
}

const transient: ReadonlySet<FailureKind> = new Set([
  'rate-limited',
  'unavailable',
  'timeout',
  'connection-lost',
  'unreadable-reply',
]);
export const isTransient = (failure: Failure): boolean => transient.has(failure.kind);

const kindOfType: { readonly [type in LinearErrorType]?: FailureKind } = {
  [LinearErrorType.Ratelimited]: 'rate-limited',
  [LinearErrorType.AuthenticationError]: 'auth-failed',
  [LinearErrorType.Forbidden]: 'permission-denied',
  [LinearErrorType.FeatureNotAccessible]: 'permission-denied',
  [LinearErrorType.InvalidInput]: 'invalid-request',
  [LinearErrorType.UserError]: 'invalid-request',
  [LinearErrorType.GraphqlError]: 'invalid-request',
  [LinearErrorType.InternalError]: 'unavailable',
  [LinearErrorType.NetworkError]: 'unavailable',
  [LinearErrorType.LockTimeout]: 'unavailable',
};

const kindOfStatus: { readonly [status: number]: FailureKind } = {
  400: 'invalid-request',
  401: 'auth-failed',
  403: 'permission-denied',
  422: 'invalid-request',
  429: 'rate-limited',
};

interface GraphQLErrorBody {
  readonly message?: unknown;
  readonly extensions?: {
    readonly code?: unknown;
    readonly userPresentableMessage?: unknown;
  };
}

/** The first GraphQL error as Linear sent it: the SDK keeps its code only in the raw response. */
function firstError(error: LinearError): GraphQLErrorBody | undefined {
  const errors: unknown = error.raw?.response?.errors;
  return Array.isArray(errors) && typeof errors[0] === 'object' ? (errors[0] ?? undefined) : undefined;
}

const isConflict = (body: GraphQLErrorBody | undefined): boolean =>
  /^conflict on insert/i.test(String(body?.message)) ||
  / already exists\.?$/i.test(String(body?.extensions?.userPresentableMessage));

const isMissing = (body: GraphQLErrorBody | undefined): boolean => /^entity not found/i.test(String(body?.message));

function kindOf(error: LinearError, body: GraphQLErrorBody | undefined): FailureKind {
  const status = error.status ?? 0;
  if (status >= 500) return 'unavailable';
  if (isConflict(body)) return 'already-created';
  if (status === 404 || isMissing(body)) return 'not-found';
  // The type is more exact than the status: Linear answers 400, and even 200, for most of them.
  const byType = body && error.type && kindOfType[error.type];
  return byType ?? kindOfStatus[status] ?? (status < 400 ? 'unreadable-reply' : 'invalid-request');
}

/** `now`: Unix ms. */
function notBefore(kind: FailureKind, headers: Headers | undefined, now: number): number | undefined {
  const asked = parseRetryAfter(headers?.get('retry-after'), now);
  if (asked !== undefined || kind !== 'rate-limited' || !headers) return asked;
  const wait = waitForQuotas(readQuotas(headers), now);
  return wait > 0 ? wait : undefined;
}

/** The SDK reads an error as plain text when something on the way has lost its content type; then we read it again. */
function readAgain(error: LinearError): LinearError {
  const text = error.raw?.response?.error;
  if (typeof text !== 'string' || !text.startsWith('{')) return error;
  try {
    return parseLinearError({ ...error.raw, response: { ...error.raw?.response, ...JSON.parse(text) } });
  } catch {
    return error;
  }
}

/** `now`: Unix ms. Never throws. */
export function classify(thrown: unknown, timedOut: boolean, now: number): Failure {
  if (timedOut) return { kind: 'timeout' };
  if (!(thrown instanceof LinearError)) return { kind: 'unreadable-reply' };
  const error = readAgain(thrown);
  const response = error.raw?.response;
  // Without a response the SDK has wrapped what `fetch` or the JSON parser threw.
  if (!response) return { kind: error.raw instanceof SyntaxError ? 'unreadable-reply' : 'connection-lost' };
  const body = firstError(error);
  const code = typeof body?.extensions?.code === 'string' ? body.extensions.code : undefined;
  const kind = kindOf(error, body);
  const { headers } = response;
  return { kind, status: error.status, errorCode: code, headers, retryAfterMs: notBefore(kind, headers, now) };
}
