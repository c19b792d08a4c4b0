/** Turns whatever the SDK throws into one of the few failures that the rest of the integration decides by. */
import { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import type { Failure, FailureKind } from './failures.ts';
import { askedWait } from './quota.ts';

/** An answer that is not whole, or not one at all. */
export class HalfAnAnswer extends Error {}

const kindOfStatus: { readonly [status: number]: FailureKind } = {
  401: 'auth-failed',
  402: 'spend-limit',
  403: 'permission-denied',
  404: 'not-found',
  408: 'unavailable',
  429: 'rate-limited',
};

const spendLimits = new Set(['enforced_spend_limit_reached', 'contract_spend_limit_reached']);

function kindOf({ status, errorCode }: APIError): FailureKind {
  // An error event in a stream, after HTTP 200: overloaded, mostly.
  if (status === undefined) return 'half-an-answer';
  if (status === 429 && spendLimits.has(errorCode ?? '')) return 'spend-limit';
  // 529, overloaded, is one of the many above 500.
  return kindOfStatus[status] ?? (status >= 500 ? 'unavailable' : 'invalid-request');
}

/** Nobody answered the door, so nothing was asked. */
function isUnreached(thrown: unknown): boolean {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && cause.code === 'ECONNREFUSED') return true;
  return false;
}

/** `now`: Unix ms. Never throws. */
export function classify(thrown: unknown, timedOut: boolean, now: number): Failure {
  if (timedOut) return { kind: 'timeout' };
  if (thrown instanceof HalfAnAnswer) return { kind: 'half-an-answer' };
  if (thrown instanceof APIConnectionError) return { kind: isUnreached(thrown) ? 'unreachable' : 'connection-lost' };
  if (!(thrown instanceof APIError)) return { kind: 'unreadable-reply' };
  const { status, type, errorCode, headers } = thrown;
  return {
    kind: kindOf(thrown),
    status,
    errorCode: errorCode ?? type ?? undefined,
    headers,
    retryAfterMs: headers && askedWait(headers, now),
  };
}
