/** Exponential back-off with full jitter (STD-17-01 §4.2): many clients that failed together do not return together. */
import { policy } from './policy.ts';

/**
 * Milliseconds before retry number `retry` (0 for the first one): random(0, min(maxDelay, base × 2^retry)).
 * `random` gives numbers in [0, 1).
 */
export function fullJitter(retry: number, random: () => number = Math.random): number {
  return Math.floor(random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** retry));
}
