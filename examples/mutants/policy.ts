/** How patient the integration is, as its contract declares it. */
export interface RetryPolicy {
  readonly maxRetries: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  readonly attemptTimeoutMs: number;
  /** Of a whole call, with all of its attempts. */
  readonly deadlineMs?: number;
}

export const policy: RetryPolicy = {
  maxRetries: 3,
  baseDelayMs: 1_000,
  maxDelayMs: 60_000,
  attemptTimeoutMs: 10_000,
};
