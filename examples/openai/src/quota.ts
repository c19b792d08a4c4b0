/** OpenAI tells with every reply what is left of requests and tokens. Its resets are waits as Go writes them: `6m0s`, `20ms`. */

const units: { readonly [unit: string]: number } = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Ms; undefined when it is no duration. */
export function goDuration(text: string | null): number | undefined {
  if (text === null || !/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g);
  return [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0);
}

const remainingIn = (headers: Headers, name: string): number | undefined => {
  const value = headers.get(`x-ratelimit-remaining-${name}`);
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
};

export const requestsRemaining = (headers: Headers | undefined): number | undefined =>
  headers && remainingIn(headers, 'requests');

/** Ms until nothing is used up any more; 0 when nothing is, undefined when the reply does not say. */
export function waitForQuota(headers: Headers): number | undefined {
  const told = ['requests', 'tokens'].filter((name) => remainingIn(headers, name) !== undefined);
  if (told.length === 0) return undefined;
  const usedUp = told.filter((name) => remainingIn(headers, name) === 0);
  return Math.max(0, ...usedUp.map((name) => goDuration(headers.get(`x-ratelimit-reset-${name}`)) ?? 0));
}

/** How long a refusal asks to stay away, in ms from `now` (Unix ms); undefined when it says nothing that means anything. */
export function askedWait(headers: Headers, now: number): number | undefined {
  const ms = headers.get('retry-after-ms')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(ms)) return Number(ms);
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  // Date.parse alone would take "-5" for a year.
  const at = /^[A-Za-z]{3}, /.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return Math.max(0, at - now);
  return waitForQuota(headers) || undefined;
}
