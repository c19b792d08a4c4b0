/** `x-ratelimit-*` headers, whose resets are waits written as Go writes durations: `6m0s`, `1s`, `20ms`. */
import type { QuotaReading } from '../../harness/model/trace.ts';
import { leakyBucket } from '../leaky-bucket.ts';
import type { Metered } from './errors.ts';

export interface OpenaiLimits {
  /** Per minute. */
  readonly requests: number;
  /** Per minute. */
  readonly tokens: number;
}

export const defaultLimits: OpenaiLimits = { requests: 500, tokens: 200_000 };

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Whole milliseconds, rounded up. */
export function goDuration(ms: number): string {
  const whole = Math.max(0, Math.ceil(ms));
  if (whole < secondMs) return whole === 0 ? '0s' : `${whole}ms`;
  const hours = Math.floor(whole / hourMs);
  const minutes = Math.floor((whole % hourMs) / minuteMs);
  const seconds = `${(whole % minuteMs) / secondMs}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

const unitsMs: { readonly [unit: string]: number } = { h: hourMs, m: minuteMs, s: secondMs, ms: 1 };

/** Ms; undefined when it is no duration. */
export function readGoDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g);
  return Math.round([...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitsMs[unit ?? ''] ?? 0), 0));
}

export const metered: readonly Metered[] = ['requests', 'tokens'];

/** The headers of one unit. `resetInMs` is left out where no time may be told. */
export function limitHeaders(unit: Metered, limit: number, remaining: number, resetInMs?: number) {
  return {
    [`x-ratelimit-limit-${unit}`]: String(limit),
    [`x-ratelimit-remaining-${unit}`]: String(remaining),
    ...(resetInMs === undefined ? {} : { [`x-ratelimit-reset-${unit}`]: goDuration(resetInMs) }),
  };
}

/** `sinceEpoch`: ms since the case began at which the reply is read, from when its waits count. */
export function quotaIn(headers: Headers, sinceEpoch: number): readonly QuotaReading[] {
  return metered.flatMap((name) => {
    const remaining = headers.get(`x-ratelimit-remaining-${name}`);
    if (remaining === null || !/^\d+$/.test(remaining)) return [];
    const wait = readGoDuration(headers.get(`x-ratelimit-reset-${name}`) ?? '');
    return [{ name, remaining: Number(remaining), ...(wait === undefined ? {} : { resetAt: sinceEpoch + wait }) }];
  });
}

export interface Quota {
  /** The unit that ran out; undefined when the request may go ahead. */
  take(tokens: number, now: number): Metered | undefined;
  /** On every reply, those of a project too. */
  headers(now: number): Record<string, string>;
  /** Until a request that ran out would fit, in ms. */
  waitMs(unit: Metered, amount: number, now: number): number;
  readonly limits: OpenaiLimits;
}

export function openQuota(limits: OpenaiLimits): Quota {
  const buckets = {
    requests: leakyBucket(limits.requests, minuteMs),
    tokens: leakyBucket(limits.tokens, minuteMs),
  };
  const untilFree = (unit: Metered, wanted: number, now: number): number => {
    const lacking = Math.min(wanted, limits[unit]) - buckets[unit].remaining(now);
    return Math.max(0, Math.ceil((lacking * minuteMs) / limits[unit]));
  };
  return {
    limits,
    take(tokens, now) {
      if (buckets.requests.remaining(now) < 1) return 'requests';
      if (!buckets.tokens.take(tokens, now)) return 'tokens';
      buckets.requests.take(1, now);
      return undefined;
    },
    headers(now) {
      const of = (unit: Metered) =>
        limitHeaders(unit, limits[unit], buckets[unit].remaining(now), untilFree(unit, limits[unit], now));
      const tokens = buckets.tokens.remaining(now);
      return {
        ...of('requests'),
        ...of('tokens'),
        'x-ratelimit-limit-project-tokens': String(limits.tokens),
        'x-ratelimit-remaining-project-tokens': String(tokens),
        'x-ratelimit-reset-project-tokens': goDuration(untilFree('tokens', limits.tokens, now)),
      };
    },
    waitMs: untilFree,
  };
}
