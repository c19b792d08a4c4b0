/** Linear tells with every reply what is left of two hourly quotas. Resets are Unix milliseconds. */

export interface Quota {
  readonly remaining: number;
  readonly resetAt: number;
}

const names = ['requests', 'complexity'] as const;

function numberIn(headers: Headers, name: string): number | undefined {
  const value = headers.get(name);
  if (value === null || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function readQuotas(headers: Headers): readonly Quota[] {
  return names.flatMap((name) => {
    const remaining = numberIn(headers, `x-ratelimit-${name}-remaining`);
    const resetAt = numberIn(headers, `x-ratelimit-${name}-reset`);
    return remaining === undefined || resetAt === undefined ? [] : [{ remaining, resetAt }];
  });
}

export function requestsRemaining(headers: Headers | undefined): number | undefined {
  return headers && numberIn(headers, 'x-ratelimit-requests-remaining');
}

/** Milliseconds until every quota that is used up has been refilled; 0 when none is. */
export function waitForQuotas(quotas: readonly Quota[], now: number): number {
  const empty = quotas.filter((quota) => quota.remaining <= 0);
  return Math.max(0, ...empty.map((quota) => quota.resetAt - now));
}
