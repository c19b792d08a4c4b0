/** How a typical JSON REST API says things: 429 with `Retry-After`, `Idempotency-Key`, resets in epoch seconds. */
import type { QuotaReading, ReplyClass, RetryAfterReading } from '../../harness/model/trace.ts';
import type { Dialect, ReadingContext, ReceivedRequest } from '../../harness/ports/provider.ts';
import { canonicalJson, digest } from '../digest.ts';
import { isJsonObject, parseJson, textAt } from '../json-body.ts';
import { readRetryAfter, refusedUntil, retryAfterValue } from '../retry-after.ts';
import { bearerOf, tokenFor, tokenRequest } from './bearer.ts';
import { errorReply } from './errors.ts';

export const tokenPath = '/oauth/token';

const writes = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export const isWrite = (method: string, path: string): boolean => writes.has(method) && path !== tokenPath;

/** `PATCH /v1/tasks/{id}`: what is asked, whichever resource it is asked of. */
export function operationOf(method: string, path: string): string {
  const template = path.replace(/^(\/v1\/[^/]+)\/[^/]+$/, '$1/{id}');
  return `${method} ${template}`;
}

/** Equal for two attempts of one operation: the key is a header, so everything but headers counts. */
export function fingerprintOf(method: string, url: URL, body: string): string {
  const json = parseJson(body);
  return digest(`${method} ${url.pathname}${url.search}\n${json === undefined ? body : canonicalJson(json)}`);
}

/** `limit`: what a refusal for want of quota states as the requests allowed. */
export const restDialect = (limit: number): Dialect => ({
  idempotency: 'same-reply',
  hasProviderRetryAfter: true,
  credentialOf,
  readRequest({ method, url, headers, body }) {
    const key = headers.get('idempotency-key');
    return {
      operation: operationOf(method, url.pathname),
      stateChanging: isWrite(method, url.pathname),
      fingerprint: fingerprintOf(method, url, body),
      ...(key === null || key === '' ? {} : { idempotencyKey: key }),
    };
  },
  readReply(_request, { status, headers, body }, context) {
    const replyClass = classOf(status, body);
    const retryAfter = replyClass === 'success' ? undefined : retryAfterOf(headers, replyClass, context);
    const quota = quotaOf(headers, context);
    return {
      class: replyClass,
      ...errorIn(body),
      ...(retryAfter === undefined ? {} : { retryAfter }),
      ...(quota === undefined ? {} : { quota: [quota] }),
    };
  },
  rateLimited(_request, retryAfter, { now }) {
    const value = retryAfterValue(retryAfter);
    const until = refusedUntil(retryAfter, now);
    const headers = {
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': '0',
      ...(value === undefined ? {} : { 'Retry-After': value }),
      ...(until === undefined ? {} : { 'X-RateLimit-Reset': epochSeconds(until) }),
    };
    return errorReply(429, { headers });
  },
  error: (_request, status, message) => errorReply(status, message === undefined ? {} : { message }),
  withQuota(reply, remaining, resetAt) {
    const headers = new Headers(reply.headers);
    if (!headers.has('X-RateLimit-Limit')) headers.set('X-RateLimit-Limit', String(limit));
    headers.set('X-RateLimit-Remaining', String(remaining));
    headers.set('X-RateLimit-Reset', epochSeconds(resetAt));
    return new Response(reply.body, { status: reply.status, statusText: reply.statusText, headers });
  },
});

/** Rounded up, so that nobody who waits for it comes too early. */
export const epochSeconds = (ms: number): string => String(Math.ceil(ms / 1000));

function credentialOf(
  { url, headers, body }: ReceivedRequest,
  { credentials }: ReadingContext,
): { readonly secret: string } | 'unknown' | 'none' {
  const carried =
    url.pathname === tokenPath ? tokenRequest(body).client_secret : bearerOf(headers.get('authorization'));
  if (carried === undefined || carried === '') return headers.get('authorization') === null ? 'none' : 'unknown';
  const known = Object.entries(credentials).find(([, value]) => value === carried || tokenFor(value) === carried);
  return known === undefined ? 'unknown' : { secret: known[0] };
}

function errorIn(body: string): { readonly errorCode?: string; readonly errorMessage?: string } {
  const value = parseJson(body);
  const error = isJsonObject(value) ? value.error : undefined;
  const errorCode = textAt(error, 'code');
  const errorMessage = textAt(error, 'message');
  return {
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(errorMessage === undefined ? {} : { errorMessage }),
  };
}

const serverErrors = new Set([500, 502, 503, 504]);
const permanent = new Set([400, 401, 403, 404, 422]);

function classOf(status: number, body: string): ReplyClass {
  if (status === 429) return 'rate-limited';
  if (serverErrors.has(status)) return 'server-error';
  if (permanent.has(status)) return 'permanent';
  if (status < 200 || status >= 300) return 'other';
  return status === 204 || parseJson(body) !== undefined ? 'success' : 'other';
}

function retryAfterOf(
  headers: Headers,
  replyClass: ReplyClass,
  context: ReadingContext,
): RetryAfterReading | undefined {
  const header = headers.get('retry-after');
  if (header !== null) return readRetryAfter(header, context);
  const raw = headers.get('x-ratelimit-reset');
  if (replyClass !== 'rate-limited' || raw === null || !/^\d+$/.test(raw)) return undefined;
  return { form: 'provider', raw, notBefore: Number(raw) * 1000 - context.epochMs };
}

function quotaOf(headers: Headers, { epochMs }: ReadingContext): QuotaReading | undefined {
  const remaining = headers.get('x-ratelimit-remaining');
  if (remaining === null || !/^\d+$/.test(remaining)) return undefined;
  const reset = headers.get('x-ratelimit-reset');
  const resetAt = reset === null || !/^\d+$/.test(reset) ? {} : { resetAt: Number(reset) * 1000 - epochMs };
  return { name: 'requests', remaining: Number(remaining), ...resetAt };
}
