/** How long the other side asks us to stay away: `Retry-After` (RFC 9110 §10.2.3), else Linear's own reset headers. */

/** Milliseconds from `now` (Unix ms) on; undefined when the value means nothing. A date that has passed means at once. */
export function parseRetryAfter(value: string | null | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  // Date.parse alone would take "-5" for a year.
  if (!/^[A-Za-z]{3}, /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
