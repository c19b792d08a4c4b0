/** What can go wrong, and what a user is told of it (STD-17-01 Appendices B and C): our own sentences, never a provider's. */

interface Kind {
  /** The same request may succeed later. */
  readonly passing: boolean;
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
}

const outage = {
  passing: true,
  code: 'SERVICE_UNAVAILABLE',
  message: "The assistant is temporarily unavailable. We'll retry automatically.",
  suggestion: 'There is nothing you need to do. It usually recovers within a few minutes.',
};

const refused = {
  passing: false,
  code: 'INVALID_REQUEST',
  message: 'The text is invalid. Shorten it, then send it again.',
  suggestion: 'Texts may have up to 100,000 characters.',
};

export const kinds = {
  unavailable: outage,
  timeout: outage,
  unreachable: outage,
  'connection-lost': outage,
  /** It began and did not come to its end: what there is of it is not an answer. */
  'half-an-answer': outage,
  'unreadable-reply': outage,
  'rate-limited': {
    passing: true,
    code: 'RATE_LIMITED',
    message: 'Processing paused temporarily. Will resume automatically.',
    suggestion: 'There is nothing you need to do. Large jobs are quicker outside busy hours.',
  },
  /** HTTP 429 too, but no wait helps: somebody has to pay. */
  'out-of-credit': {
    passing: false,
    code: 'QUOTA_EXHAUSTED',
    message: 'The assistant is switched off for now, because its budget is used up.',
    suggestion: 'Ask an administrator to raise the budget of the assistant.',
  },
  'auth-failed': {
    passing: false,
    code: 'AUTH_FAILED',
    message: 'Unable to authenticate. Please reconnect your account.',
    suggestion: 'Open Settings, then Assistant, and connect it again.',
  },
  'permission-denied': {
    passing: false,
    code: 'PERMISSION_DENIED',
    message: "You don't have permission to access this assistant.",
    suggestion: 'Ask an administrator to give your team access.',
  },
  'not-found': {
    passing: false,
    code: 'NOT_FOUND',
    message: 'The requested assistant was not found. Please verify it exists.',
    suggestion: 'Open Settings, then Assistant, and choose another one.',
  },
  'invalid-request': refused,
} as const satisfies { readonly [kind: string]: Kind };

export type FailureKind = keyof typeof kinds;

export interface Failure {
  readonly kind: FailureKind;
  readonly status?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly headers?: Headers | undefined;
  /** A lower bound, in ms from now on. */
  readonly retryAfterMs?: number | undefined;
}

export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
  readonly retryable: boolean;
  /** Seconds. */
  readonly retryAfter?: number;
}

export function userError({ kind, retryAfterMs }: Failure): UserError {
  const { passing: retryable, code, message, suggestion } = kinds[kind];
  const error = { code, message, suggestion, retryable };
  return retryable && retryAfterMs !== undefined ? { ...error, retryAfter: Math.ceil(retryAfterMs / 1_000) } : error;
}
