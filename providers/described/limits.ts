/** A quota of requests in fixed windows, told in headers whose names and units differ from API to API. */
import type { QuotaReading } from '../../harness/model/trace.ts';
import type { ReadingContext } from '../../harness/ports/provider.ts';
import type { RateLimitManners } from './manners.ts';

export interface Limits {
  readonly status: number;
  readonly requests: number;
  readonly windowMs: number;
  readonly limitHeader: string;
  readonly remainingHeader: string;
  readonly resetHeader: string;
  readonly resetIn: NonNullable<RateLimitManners['resetIn']>;
}

export const limitsFrom = (manners: RateLimitManners = {}): Limits => ({
  status: manners.status ?? 429,
  requests: manners.requests ?? 1000,
  windowMs: manners.windowMs ?? 60_000,
  limitHeader: manners.headers?.limit ?? 'X-RateLimit-Limit',
  remainingHeader: manners.headers?.remaining ?? 'X-RateLimit-Remaining',
  resetHeader: manners.headers?.reset ?? 'X-RateLimit-Reset',
  resetIn: manners.resetIn ?? 'epoch-seconds',
});

/** Rounded up, so that nobody who waits for it comes too early. Times in Unix ms. */
function resetText({ resetIn }: Limits, at: number, now: number): string {
  if (resetIn === 'epoch-milliseconds') return String(Math.ceil(at));
  return String(Math.ceil((resetIn === 'seconds' ? Math.max(0, at - now) : at) / 1000));
}

/** `resetAt` and `now` in Unix ms. Without `resetAt` no time is told. */
export const limitHeaders = (limits: Limits, remaining: number, now: number, resetAt?: number) => ({
  [limits.limitHeader]: String(limits.requests),
  [limits.remainingHeader]: String(remaining),
  ...(resetAt === undefined ? {} : { [limits.resetHeader]: resetText(limits, resetAt, now) }),
});

/** When the quota begins anew, in ms since the case began. */
export function resetIn(limits: Limits, headers: Headers, { now, epochMs }: ReadingContext) {
  const raw = headers.get(limits.resetHeader);
  if (raw === null || !/^\d+$/.test(raw)) return undefined;
  const value = Number(raw);
  if (limits.resetIn === 'epoch-milliseconds') return { raw, at: value - epochMs };
  return { raw, at: limits.resetIn === 'seconds' ? now - epochMs + value * 1000 : value * 1000 - epochMs };
}

export function quotaIn(limits: Limits, headers: Headers, context: ReadingContext): QuotaReading | undefined {
  const remaining = headers.get(limits.remainingHeader);
  if (remaining === null || !/^\d+$/.test(remaining)) return undefined;
  const reset = resetIn(limits, headers, context);
  return { name: 'requests', remaining: Number(remaining), ...(reset === undefined ? {} : { resetAt: reset.at }) };
}

export interface Window {
  /** The Unix ms at which something is left again; undefined when the request may go ahead. */
  take(now: number): number | undefined;
  headers(now: number): Record<string, string>;
}

export function openWindow(limits: Limits): Window {
  let began = Number.NEGATIVE_INFINITY;
  let used = 0;
  const roll = (now: number): void => {
    if (now - began < limits.windowMs) return;
    began = now;
    used = 0;
  };
  return {
    take(now) {
      roll(now);
      if (used >= limits.requests) return began + limits.windowMs;
      used += 1;
      return undefined;
    },
    headers(now) {
      roll(now);
      return limitHeaders(limits, limits.requests - used, now, began + limits.windowMs);
    },
  };
}
