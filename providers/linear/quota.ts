/** Linear's two quotas for each credential, and the headers that tell a client of them on every reply. */
import { type LeakyBucket, leakyBucket } from '../leaky-bucket.ts';

const hour = 60 * 60 * 1000;

export interface QuotaLimits {
  /** For each hour. */
  readonly requests: number;
  /** Points for each hour. */
  readonly complexity: number;
}

/** As documented by Linear, for each kind of caller. */
export const documentedLimits = {
  apiKey: { requests: 2500, complexity: 3_000_000 },
  oauthToken: { requests: 5000, complexity: 2_000_000 },
  unauthenticated: { requests: 600, complexity: 100_000 },
} as const satisfies Record<string, QuotaLimits>;

export type Caller = keyof typeof documentedLimits;

export interface Quota {
  /** Undefined when both quotas allow it, else the one that does not. Nothing is taken then. */
  take(complexity: number, now: number): 'requests' | 'complexity' | undefined;
  /** `complexity`: of the request being answered, undefined when it was never priced. `now` in Unix ms. */
  headers(complexity: number | undefined, now: number): Record<string, string>;
  readonly limits: QuotaLimits;
}

export function openQuota(limits: QuotaLimits): Quota {
  const requests: LeakyBucket = leakyBucket(limits.requests, hour);
  const points: LeakyBucket = leakyBucket(limits.complexity, hour);
  return {
    limits,
    take(complexity, now) {
      if (requests.remaining(now) < 1) return 'requests';
      if (!points.take(complexity, now)) return 'complexity';
      requests.take(1, now);
      return undefined;
    },
    headers(complexity, now) {
      // Measured on the real API: the reset is always one hour ahead, though the bucket refills all the time.
      const reset = String(now + hour);
      return {
        'X-RateLimit-Requests-Limit': String(limits.requests),
        'X-RateLimit-Requests-Remaining': String(requests.remaining(now)),
        'X-RateLimit-Requests-Reset': reset,
        ...(complexity === undefined ? {} : { 'X-Complexity': String(complexity) }),
        'X-RateLimit-Complexity-Limit': String(limits.complexity),
        'X-RateLimit-Complexity-Remaining': String(points.remaining(now)),
        'X-RateLimit-Complexity-Reset': reset,
      };
    },
  };
}
