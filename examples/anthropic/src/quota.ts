/** Anthropic tells with every reply what is left of requests and tokens. Its resets are times in RFC 3339. */

const names = ['requests', 'tokens', 'input-tokens', 'output-tokens'] as const;

const remainingIn = (headers: Headers, name: string): number | undefined => {
  const value = headers.get(`anthropic-ratelimit-${name}-remaining`);
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
};

export const requestsRemaining = (headers: Headers | undefined): number | undefined =>
  headers && remainingIn(headers, 'requests');

/** Ms from `now` (Unix ms) until nothing is used up any more; 0 when nothing is, undefined when the reply does not say. */
export function waitForQuota(headers: Headers, now: number): number | undefined {
  const told = names.filter((name) => remainingIn(headers, name) !== undefined);
  if (told.length === 0) return undefined;
  const usedUp = told.filter((name) => remainingIn(headers, name) === 0);
  const resets = usedUp.map((name) => Date.parse(headers.get(`anthropic-ratelimit-${name}-reset`) ?? ''));
  return Math.max(0, ...resets.filter((at) => !Number.isNaN(at)).map((at) => at - now));
}

/** How long a refusal asks to stay away, in ms from `now` (Unix ms); undefined when it says nothing that means anything. */
export function askedWait(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  // Date.parse alone would take "-5" for a year.
  const at = /^[A-Za-z]{3}, /.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return Math.max(0, at - now);
  return waitForQuota(headers, now) || undefined;
}
