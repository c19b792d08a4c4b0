/** One request and what came of it, never an exception. Nothing here decides whether there will be another one. */
import { type Failure, kindOfStatus } from './failures.ts';

export interface Message {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly bearer?: string;
  readonly idempotencyKey?: string;
  readonly body?: unknown;
}

export type Exchanged =
  | {
      readonly ok: true;
      readonly status: number;
      readonly remaining?: number;
      readonly resetAt?: number;
      readonly body: unknown;
    }
  | { readonly ok: false; readonly failure: Failure };

const number = (text: string | null): number | undefined =>
  text === null || !/^\d+$/.test(text) ? undefined : Number(text);

/** `Retry-After` as Unix ms: seconds from now, or a date. Anything else counts as absent (RFC 9110 §10.2.3). */
export function notBefore(value: string | null, now: number): number | undefined {
  const seconds = number(value);
  if (seconds !== undefined) return now + seconds * 1_000;
  const date = value !== null && /GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

function quotaOf(headers: Headers): { readonly remaining?: number; readonly resetAt?: number } {
  const remaining = number(headers.get('x-ratelimit-remaining'));
  const reset = number(headers.get('x-ratelimit-reset'));
  return {
    ...(remaining === undefined ? {} : { remaining }),
    ...(reset === undefined ? {} : { resetAt: reset * 1_000 }),
  };
}

/** The provider's code, which is data. Its sentence is left where it is: it may repeat what we sent. */
function codeIn(body: unknown): { readonly errorCode?: string } {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : error;
  return typeof code === 'string' ? { errorCode: code } : {};
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

function headersOf({ bearer, idempotencyKey, body }: Message): Record<string, string> {
  return {
    accept: 'application/json',
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

export async function exchange(message: Message, timeoutMs: number, cancelled: AbortSignal): Promise<Exchanged> {
  const { method, url, body } = message;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  let status: number | undefined;
  try {
    const response = await fetch(url, {
      method,
      headers: headersOf(message),
      signal: AbortSignal.any([late.signal, cancelled]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    status = response.status;
    const content = parsed(await response.text());
    const quota = quotaOf(response.headers);
    if (!response.ok) {
      const asked = notBefore(response.headers.get('retry-after'), Date.now());
      const after = asked ?? (status === 429 ? quota.resetAt : undefined);
      const wait = after === undefined ? {} : { notBefore: after };
      return { ok: false, failure: { kind: kindOfStatus(status), status, ...codeIn(content), ...quota, ...wait } };
    }
    if (content === undefined) return { ok: false, failure: { kind: 'half-a-reply', status, ...quota } };
    return { ok: true, status, body: content, ...quota };
  } catch {
    if (late.signal.aborted) return { ok: false, failure: { kind: 'no-answer' } };
    return { ok: false, failure: status === undefined ? { kind: 'no-connection' } : { kind: 'half-a-reply', status } };
  } finally {
    clearTimeout(timer);
  }
}
