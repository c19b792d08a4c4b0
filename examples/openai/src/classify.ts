/** Turns whatever the SDK throws into one of the few failures that the rest of the integration decides by. */
import { APIConnectionError, APIError } from 'openai';
import type { Failure, FailureKind } from './failures.ts';
import { askedWait } from './quota.ts';

/** A stream, or a body, that ended before the answer did. The SDK does not see it: a part looks to it like the whole. */
export class HalfAnAnswer extends Error {}

const kindOfStatus: { readonly [status: number]: FailureKind } = {
  401: 'auth-failed',
  403: 'permission-denied',
  404: 'not-found',
  408: 'unavailable',
  429: 'rate-limited',
};

function kindOf(error: APIError): FailureKind {
  const { status } = error;
  // An error event in a stream, after HTTP 200.
  if (status === undefined) return 'half-an-answer';
  if (status === 429 && error.type === 'insufficient_quota') return 'out-of-credit';
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
  // What `fetch` throws while a body is read is not the SDK's: half a body, or one that is no JSON.
  if (!(thrown instanceof APIError)) return { kind: 'unreadable-reply' };
  const { status, code, headers } = thrown;
  return {
    kind: kindOf(thrown),
    status,
    errorCode: code ?? undefined,
    headers,
    retryAfterMs: headers && askedWait(headers, now),
  };
}
