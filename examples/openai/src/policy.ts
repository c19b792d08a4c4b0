/** How patient the integration is. The contract declares the same object to Gauntlet, so the two cannot drift apart. */
export const policy = {
  /** Retries after the first attempt: ours. Those of the SDK are switched off, else there would be twelve requests. */
  maxRetries: 3,
  baseDelayMs: 1_000,
  /** Somebody waits for a model's answer: not for longer than this (STD-17-01 §4.2). */
  maxDelayMs: 30_000,
  /** For a whole answer, a streamed one too. */
  attemptTimeoutMs: 20_000,
} as const;
