/** `anthropic-ratelimit-*` headers, whose resets are RFC 3339 times in whole seconds. */
import type { QuotaReading } from '../../harness/model/trace.ts';
import { leakyBucket } from '../leaky-bucket.ts';

export interface AnthropicLimits {
  /** Each per minute. */
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export const defaultLimits: AnthropicLimits = { requests: 50, inputTokens: 50_000, outputTokens: 10_000 };

const minuteMs = 60_000;
const units = ['requests', 'tokens', 'input-tokens', 'output-tokens'] as const;
export type Unit = (typeof units)[number];

/** Rounded up to the second, so that nobody who waits for it comes too early. */
export const rfc3339 = (ms: number): string =>
  new Date(Math.ceil(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');

/** `resetAt` in Unix ms; left out where no time may be told. */
export function limitHeaders(unit: Unit, limit: number, remaining: number, resetAt?: number): Record<string, string> {
  return {
    [`anthropic-ratelimit-${unit}-limit`]: String(limit),
    [`anthropic-ratelimit-${unit}-remaining`]: String(remaining),
    ...(resetAt === undefined ? {} : { [`anthropic-ratelimit-${unit}-reset`]: rfc3339(resetAt) }),
  };
}

export const resetIn = (headers: Headers, unit: string): number | undefined => {
  const at = Date.parse(headers.get(`anthropic-ratelimit-${unit}-reset`) ?? '');
  return Number.isNaN(at) ? undefined : at;
};

export function quotaIn(headers: Headers, epochMs: number): readonly QuotaReading[] {
  return units.flatMap((name) => {
    const remaining = headers.get(`anthropic-ratelimit-${name}-remaining`);
    if (remaining === null || !/^\d+$/.test(remaining)) return [];
    const reset = resetIn(headers, name);
    return [{ name, remaining: Number(remaining), ...(reset === undefined ? {} : { resetAt: reset - epochMs }) }];
  });
}

export interface Exhausted {
  readonly unit: string;
  readonly limit: number;
  /** Until the request would fit. */
  readonly waitMs: number;
}

export interface Quota {
  /** What ran out; undefined when the request may go ahead. */
  take(inputTokens: number, now: number): Exhausted | undefined;
  /** Told afterwards, when the answer's length is known. */
  spend(outputTokens: number, now: number): void;
  headers(now: number): Record<string, string>;
}

/** Tokens are told in whole thousands, unless the limit itself is below that. */
const rounded = (remaining: number, limit: number): number =>
  limit < 1000 ? remaining : Math.round(remaining / 1000) * 1000;

export function openQuota({ requests, inputTokens, outputTokens }: AnthropicLimits): Quota {
  const buckets = {
    requests: leakyBucket(requests, minuteMs),
    'input-tokens': leakyBucket(inputTokens, minuteMs),
    'output-tokens': leakyBucket(outputTokens, minuteMs),
  };
  const limits = { requests, 'input-tokens': inputTokens, 'output-tokens': outputTokens };
  type Metered = keyof typeof buckets;
  const waitFor = (unit: Metered, wanted: number, now: number): number => {
    const lacking = Math.min(wanted, limits[unit]) - buckets[unit].remaining(now);
    return Math.max(0, Math.ceil((lacking * minuteMs) / limits[unit]));
  };
  const exhausted = (unit: Metered, wanted: number, now: number): Exhausted => ({
    unit: unit.replace('-', ' '),
    limit: limits[unit],
    waitMs: waitFor(unit, wanted, now),
  });
  const headersOf = (unit: Metered, now: number, as: Unit = unit) => {
    const left = buckets[unit].remaining(now);
    const told = unit === 'requests' ? left : rounded(left, limits[unit]);
    return limitHeaders(as, limits[unit], told, now + waitFor(unit, limits[unit], now));
  };
  return {
    take(tokens, now) {
      if (buckets.requests.remaining(now) < 1) return exhausted('requests', 1, now);
      if (buckets['output-tokens'].remaining(now) < 1) return exhausted('output-tokens', 1, now);
      if (!buckets['input-tokens'].take(tokens, now)) return exhausted('input-tokens', tokens, now);
      buckets.requests.take(1, now);
      return undefined;
    },
    spend(tokens, now) {
      const bucket = buckets['output-tokens'];
      bucket.take(Math.min(tokens, bucket.remaining(now)), now);
    },
    headers(now) {
      const share = (unit: Metered): number => buckets[unit].remaining(now) / limits[unit];
      // `tokens` repeats whichever of the two is closer to its end.
      const tighter = share('input-tokens') <= share('output-tokens') ? 'input-tokens' : 'output-tokens';
      return {
        ...headersOf('requests', now),
        ...headersOf('input-tokens', now),
        ...headersOf('output-tokens', now),
        ...headersOf(tighter, now, 'tokens'),
      };
    },
  };
}
