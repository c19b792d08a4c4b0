/** What a user is told (STD-17-01 Appendices B and C): our own sentences, never a provider's. */
import { type Failure, type FailureKind, isTransient } from './classify.ts';

export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
  readonly retryable: boolean;
  /** Seconds. */
  readonly retryAfter?: number;
}

type Wording = Pick<UserError, 'code' | 'message' | 'suggestion'>;

const unavailable: Wording = {
  code: 'SERVICE_UNAVAILABLE',
  message: "Linear is temporarily unavailable. We'll retry automatically.",
  suggestion: 'There is nothing you need to do. Linear usually recovers within a few minutes.',
};

/** `item` is what the operation is about, in the user's words: "task", "comment". */
function wordingOf(kind: FailureKind, item: string): Wording {
  switch (kind) {
    case 'auth-failed':
      return {
        code: 'AUTH_FAILED',
        message: 'Unable to authenticate. Please reconnect your account.',
        suggestion: 'Open Settings, then Integrations, and connect Linear again.',
      };
    case 'rate-limited':
      return {
        code: 'RATE_LIMITED',
        message: 'Processing paused temporarily. Will resume automatically.',
        suggestion: 'There is nothing you need to do. Large imports are quicker outside busy hours.',
      };
    case 'not-found':
      return {
        code: 'NOT_FOUND',
        message: `The requested ${item} was not found. Please verify it exists.`,
        suggestion: `Open Linear and check that the ${item} was not deleted or moved to another team.`,
      };
    case 'permission-denied':
      return {
        code: 'PERMISSION_DENIED',
        message: `You don't have permission to access this ${item}.`,
        suggestion: "Ask an administrator of your Linear workspace to add you to the task's team.",
      };
    case 'invalid-request':
    case 'already-created':
      return {
        code: 'INVALID_REQUEST',
        message: `The ${item}'s text is invalid. Shorten it or remove unusual characters, then send it again.`,
        suggestion: `Edit the ${item} and try once more.`,
      };
    case 'unavailable':
    case 'timeout':
    case 'connection-lost':
    case 'unreadable-reply':
      return unavailable;
  }
}

export function userError(failure: Failure, item: string): UserError {
  const wording = wordingOf(failure.kind, item);
  const { retryAfterMs } = failure;
  if (!isTransient(failure)) return { ...wording, retryable: false };
  if (retryAfterMs === undefined) return { ...wording, retryable: true };
  return { ...wording, retryable: true, retryAfter: Math.ceil(retryAfterMs / 1_000) };
}
