/** What can go wrong with a request, and what a user is told of it (STD-17-01 Appendices B and C). */

interface Kind {
  /** Worth another attempt? */
  readonly passing: boolean;
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
}

const outage = {
  passing: true,
  code: 'SERVICE_UNAVAILABLE',
  message: "The CRM is temporarily unavailable. We'll retry automatically.",
  suggestion: 'There is nothing you need to do; your change is kept.',
};

export const kinds = {
  'server-error': outage,
  'no-answer': outage,
  'no-connection': outage,
  'half-a-reply': outage,
  'rate-limited': {
    passing: true,
    code: 'RATE_LIMITED',
    message: 'Processing paused temporarily. Will resume automatically.',
    suggestion: 'There is nothing you need to do; your change is kept.',
  },
  unauthenticated: {
    passing: false,
    code: 'AUTH_FAILED',
    message: 'Unable to authenticate. Please reconnect your account.',
    suggestion: 'Open the settings of the CRM connection and sign in again.',
  },
  forbidden: {
    passing: false,
    code: 'PERMISSION_DENIED',
    message: "You don't have permission to access this contact list.",
    suggestion: 'Ask the owner of the contact list to share it with you.',
  },
  missing: {
    passing: false,
    code: 'NOT_FOUND',
    message: 'The requested contact was not found. Please verify it exists.',
    suggestion: 'Search for the contact by name; it may have been merged with another.',
  },
  refused: {
    passing: false,
    code: 'INVALID_REQUEST',
    message: 'The contact is invalid. Check its name and its company, and save it again.',
    suggestion: 'Names may have up to 200 characters.',
  },
} as const satisfies { readonly [kind: string]: Kind };

export type FailureKind = keyof typeof kinds;

export interface Failure {
  readonly kind: FailureKind;
  readonly status?: number;
  readonly errorCode?: string;
  readonly remaining?: number;
  /** Unix ms. */
  readonly resetAt?: number;
  /** Unix ms before which the provider does not want to hear from us. */
  readonly notBefore?: number;
}

export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
  readonly retryable: boolean;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** `now`: Unix ms. */
export function toUser({ kind, notBefore }: Failure, now: number): UserError {
  const { passing: retryable, code, message, suggestion } = kinds[kind];
  const error = { code, message, suggestion, retryable };
  return retryable && notBefore !== undefined
    ? { ...error, retryAfter: Math.max(0, Math.ceil((notBefore - now) / 1_000)) }
    : error;
}

export function kindOfStatus(status: number): FailureKind {
  if (status >= 500) return 'server-error';
  if (status === 429) return 'rate-limited';
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'missing';
  return 'refused';
}
