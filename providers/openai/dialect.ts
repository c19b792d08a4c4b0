/** How OpenAI says things: resets as Go durations, `retry-after-ms`, and a 429 that no wait will help. */
import { isEventStream } from '../../harness/model/event-stream.ts';
import type { ReplyClass, RetryAfterReading } from '../../harness/model/trace.ts';
import type { Dialect, ReadingContext, ReceivedRequest } from '../../harness/ports/provider.ts';
import { digest } from '../digest.ts';
import { isJsonObject, parseJson, textAt } from '../json-body.ts';
import { readStream } from '../language-model/stream-reading.ts';
import { readRetryAfter, refusedUntil, retryAfterValue } from '../retry-after.ts';
import { errorFor, errorReply, insufficientQuota, type OpenaiError, rateLimitReached } from './errors.ts';
import { fingerprintOf, isStateChanging, operationOf, repeatsWithoutHarm } from './operations.ts';
import { defaultLimits, goDuration, limitHeaders, quotaIn } from './rate-limits.ts';
import { openaiStreams } from './streams.ts';

export const bearerOf = (header: string | null): string | undefined => /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];

export const requestIdFrom = (text: string): string => `req_${digest(`openai ${text}`)}`;

/** The headers of every reply that are not about quotas. */
export const commonHeaders = (requestId: string) => ({
  'x-request-id': requestId,
  'openai-version': '2020-10-01',
  'openai-organization': 'org-simulated',
  'openai-processing-ms': '12',
});

const withRequestId = (request: ReceivedRequest, reply: Response): Response => {
  const id = requestIdFrom(`${reply.status} ${fingerprintOf(request)}`);
  for (const [name, value] of Object.entries(commonHeaders(id))) reply.headers.set(name, value);
  return reply;
};

export const openaiDialect: Dialect = {
  idempotency: 'none',
  hasProviderRetryAfter: true,
  streams: openaiStreams,
  credentialOf({ headers }, { credentials }) {
    const carried = bearerOf(headers.get('authorization'));
    if (carried === undefined) return headers.get('authorization') === null ? 'none' : 'unknown';
    const known = Object.entries(credentials).find(([, value]) => value === carried);
    return known === undefined ? 'unknown' : { secret: known[0] };
  },
  readRequest(request) {
    const operation = operationOf(request.method, request.url.pathname);
    return {
      operation,
      stateChanging: isStateChanging(operation, request.body),
      fingerprint: fingerprintOf(request),
      ...(repeatsWithoutHarm(operation) ? { takesKey: false } : {}),
    };
  },
  readReply(_request, { status, headers, body }, context) {
    const error = errorIn(body);
    const replyClass = classOf(status, headers, body, error);
    const retryAfter = replyClass === 'success' ? undefined : retryAfterOf(headers, replyClass, context);
    const quota = quotaIn(headers, context.now - context.epochMs);
    return {
      class: replyClass,
      ...(error?.code === undefined ? {} : { errorCode: error.code }),
      ...(error?.message === undefined ? {} : { errorMessage: error.message }),
      ...(retryAfter === undefined ? {} : { retryAfter }),
      ...(quota.length === 0 ? {} : { quota }),
      ...(replyClass === 'success' && isEventStream(headers) ? { stream: readStream(openaiStreams, body) } : {}),
    };
  },
  rateLimited(request, retryAfter, { now }) {
    const limit = defaultLimits.requests;
    const until = refusedUntil(retryAfter, now);
    const waitMs = until === undefined ? undefined : Math.max(0, until - now);
    const headers = new Headers(limitHeaders('requests', limit, 0, waitMs));
    const value = retryAfterValue(retryAfter);
    if (value !== undefined) headers.set('retry-after', value);
    if (retryAfter.form === 'provider' && waitMs !== undefined)
      headers.set('retry-after-ms', String(Math.ceil(waitMs)));
    const again = waitMs === undefined ? undefined : goDuration(waitMs);
    return withRequestId(request, errorReply(429, rateLimitReached('requests', limit, again), headers));
  },
  error(request, status, message) {
    const error = errorFor(status);
    const told: OpenaiError = message === undefined ? error : { ...error, message };
    return withRequestId(request, errorReply(status, told));
  },
  hasTokenQuota: true,
  spent: (request) => withRequestId(request, errorReply(429, insufficientQuota)),
  withQuota(reply, remaining, resetAt, { now }, unit = 'requests') {
    const headers = new Headers(reply.headers);
    const limit = Number(headers.get(`x-ratelimit-limit-${unit}`) ?? defaultLimits[unit]);
    for (const [name, value] of Object.entries(limitHeaders(unit, limit, remaining, resetAt - now)))
      headers.set(name, value);
    return new Response(reply.body, { status: reply.status, statusText: reply.statusText, headers });
  },
};

interface ErrorInBody {
  readonly type?: string;
  readonly code?: string;
  readonly message?: string;
}

function errorIn(body: string): ErrorInBody | undefined {
  const value = parseJson(body);
  const error = isJsonObject(value) ? value.error : undefined;
  if (!isJsonObject(error)) return undefined;
  const [type, code, message] = ['type', 'code', 'message'].map((key) => textAt(error, key));
  return {
    ...(type === undefined ? {} : { type }),
    // Some errors have a type and no code.
    ...(code === undefined ? (type === undefined ? {} : { code: type }) : { code }),
    ...(message === undefined ? {} : { message }),
  };
}

const serverErrors = new Set([500, 502, 503, 504]);
const permanent = new Set([400, 401, 403, 404, 422]);

function classOf(status: number, headers: Headers, body: string, error: ErrorInBody | undefined): ReplyClass {
  // The type tells, and not the code, of which there are several.
  if (status === 429) return error?.type === 'insufficient_quota' ? 'spent' : 'rate-limited';
  if (serverErrors.has(status)) return 'server-error';
  if (permanent.has(status)) return 'permanent';
  if (status < 200 || status >= 300) return 'other';
  return isEventStream(headers) || isBinary(headers) || parseJson(body) !== undefined ? 'success' : 'other';
}

/** The content of a file is no JSON. */
const isBinary = (headers: Headers): boolean => headers.get('content-type') === 'application/octet-stream';

function retryAfterOf(
  headers: Headers,
  replyClass: ReplyClass,
  context: ReadingContext,
): RetryAfterReading | undefined {
  const sinceEpoch = context.now - context.epochMs;
  const ms = headers.get('retry-after-ms');
  if (ms !== null && /^\d+(?:\.\d+)?$/.test(ms))
    return { form: 'milliseconds', raw: ms, notBefore: Math.ceil(sinceEpoch + Number(ms)) };
  const header = headers.get('retry-after');
  if (header !== null) return readRetryAfter(header, context);
  if (replyClass !== 'rate-limited') return undefined;
  const usedUp = quotaIn(headers, sinceEpoch).filter(
    ({ remaining, resetAt }) => remaining === 0 && resetAt !== undefined,
  );
  const [latest] = usedUp.toSorted((a, b) => (b.resetAt ?? 0) - (a.resetAt ?? 0));
  if (latest?.resetAt === undefined) return undefined;
  const raw = headers.get(`x-ratelimit-reset-${latest.name}`) ?? '';
  return { form: 'provider', raw, notBefore: latest.resetAt };
}
