/** The `Retry-After` header, written in every form that a fault asks for and read as RFC 9110 §10.2.3 defines it. */
import type { RetryAfterReading } from '../harness/model/trace.ts';
import type { ReadingContext, RetryAfterForm } from '../harness/ports/provider.ts';

const httpDate =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Garbage, decimals and negative numbers are `invalid`: they tell no time, as if the header were absent. */
export function readRetryAfter(raw: string, { now, epochMs }: ReadingContext): RetryAfterReading {
  const value = raw.trim();
  if (/^\d+$/.test(value)) return { form: 'seconds', raw, notBefore: now - epochMs + Number(value) * 1000 };
  if (httpDate.test(value)) {
    const at = Date.parse(value);
    if (!Number.isNaN(at)) return { form: 'http-date', raw, notBefore: at - epochMs };
  }
  return { form: 'invalid', raw };
}

/** The header's value; undefined for the forms that do not use this header. */
export function retryAfterValue(retryAfter: RetryAfterForm): string | undefined {
  switch (retryAfter.form) {
    case 'seconds':
      return String(retryAfter.seconds);
    case 'http-date':
      return new Date(retryAfter.at).toUTCString();
    case 'raw':
      return retryAfter.value;
    case 'provider':
    case 'absent':
      return undefined;
  }
}

/**
 * When the refusal says that it ends, in Unix ms, so that a provider's own reset header can say the same.
 * Undefined for forms that tell no time, where a reset header would contradict them.
 */
export function refusedUntil(retryAfter: RetryAfterForm, now: number): number | undefined {
  switch (retryAfter.form) {
    case 'seconds':
      return now + retryAfter.seconds * 1000;
    case 'http-date':
    case 'provider':
      return retryAfter.at;
    case 'raw':
    case 'absent':
      return undefined;
  }
}
