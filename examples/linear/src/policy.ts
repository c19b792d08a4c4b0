/** How patient the integration is. The contract declares the same object to Gauntlet, so the two cannot drift apart. */
export const policy = {
  /** Retries after the first attempt. */
  maxRetries: 3,
  baseDelayMs: 1_000,
  maxDelayMs: 60_000,
  attemptTimeoutMs: 10_000,
} as const;
