/** How Anthropic says things: 529 for overload, resets as dates, and a spend limit that is a 429 without `retry-after`. */
import { isEventStream } from '../../harness/model/event-stream.ts';
import type { ReplyClass, RetryAfterReading } from '../../harness/model/trace.ts';
import type { Dialect, ReadingContext, ReceivedRequest } from '../../harness/ports/provider.ts';
import { isJsonObject, parseJson, textAt } from '../json-body.ts';
import { readStream } from '../language-model/stream-reading.ts';
import { readRetryAfter, refusedUntil, retryAfterValue } from '../retry-after.ts';
import { idOf } from '../webhooks/ids.ts';
import { errorFor, errorReply, isSpendLimit, rateLimitReached, spendLimitReached } from './errors.ts';
import { fingerprintOf, isStateChanging, operationOf, repeatsWithoutHarm } from './operations.ts';
import { defaultLimits, limitHeaders, quotaIn, resetIn } from './rate-limits.ts';
import { anthropicStreams } from './streams.ts';

export const requestIdFrom = (text: string): string => `req_011C${idOf(`anthropic ${text}`, 20)}`;

/** The headers of every reply that are not about quotas. */
export const commonHeaders = (requestId: string) => ({
  'request-id': requestId,
  'anthropic-organization-id': '5f0c6b1e-2a52-4b0e-9c1d-7d3a1d0f8e11',
  'anthropic-workspace-id': 'wrkspc_01SimulatedWorkspace000',
});

/** The credential, in whichever of the two headers it stands. */
export function credentialIn(headers: Headers): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return headers.get('x-api-key') ?? bearer;
}

const idFor = (request: ReceivedRequest, status: number): string =>
  requestIdFrom(`${status} ${fingerprintOf(request)}`);

const withHeaders = (reply: Response, headers: Record<string, string>): Response => {
  for (const [name, value] of Object.entries(headers)) reply.headers.set(name, value);
  return reply;
};

const usualLimits = { requests: defaultLimits.requests, tokens: defaultLimits.outputTokens };

export const anthropicDialect: Dialect = {
  idempotency: 'none',
  hasProviderRetryAfter: true,
  streams: anthropicStreams,
  credentialOf({ headers }, { credentials }) {
    const carried = credentialIn(headers);
    if (carried === undefined) return headers.get('authorization') === null ? 'none' : 'unknown';
    const known = Object.entries(credentials).find(([, value]) => value === carried);
    return known === undefined ? 'unknown' : { secret: known[0] };
  },
  readRequest(request) {
    const operation = operationOf(request.method, request.url.pathname);
    return {
      operation,
      stateChanging: isStateChanging(operation),
      fingerprint: fingerprintOf(request),
      ...(repeatsWithoutHarm(operation) ? { takesKey: false } : {}),
    };
  },
  readReply(_request, { status, headers, body }, context) {
    const error = errorIn(body);
    const replyClass = classOf(status, headers, body, error?.code);
    const retryAfter = replyClass === 'success' ? undefined : retryAfterOf(headers, replyClass, context);
    const quota = quotaIn(headers, context.epochMs);
    return {
      class: replyClass,
      ...(error?.code === undefined ? {} : { errorCode: error.code }),
      ...(error?.message === undefined ? {} : { errorMessage: error.message }),
      ...(retryAfter === undefined ? {} : { retryAfter }),
      ...(quota.length === 0 ? {} : { quota }),
      ...(replyClass === 'success' && isEventStream(headers) ? { stream: readStream(anthropicStreams, body) } : {}),
    };
  },
  rateLimited(request, retryAfter, { now }) {
    const { requests } = defaultLimits;
    const id = idFor(request, 429);
    const value = retryAfterValue(retryAfter);
    return withHeaders(errorReply(429, rateLimitReached('requests', requests), id), {
      ...commonHeaders(id),
      ...limitHeaders('requests', requests, 0, refusedUntil(retryAfter, now)),
      ...(value === undefined ? {} : { 'retry-after': value }),
    });
  },
  error(request, status, message) {
    const id = idFor(request, status);
    const error = errorFor(status);
    return withHeaders(
      errorReply(status, message === undefined ? error : { ...error, message }, id),
      commonHeaders(id),
    );
  },
  hasTokenQuota: true,
  spent(request) {
    const id = idFor(request, 429);
    return withHeaders(errorReply(429, spendLimitReached, id), commonHeaders(id));
  },
  withQuota(reply, remaining, resetAt, _context, unit = 'requests') {
    const headers = new Headers(reply.headers);
    const limit = Number(headers.get(`anthropic-ratelimit-${unit}-limit`) ?? usualLimits[unit]);
    for (const [name, value] of Object.entries(limitHeaders(unit, limit, remaining, resetAt))) headers.set(name, value);
    return new Response(reply.body, { status: reply.status, statusText: reply.statusText, headers });
  },
};

/** The code is the cause where one is named, else the type. */
function errorIn(body: string): { readonly code?: string; readonly message?: string } | undefined {
  const value = parseJson(body);
  if (textAt(value, 'type') !== 'error' || !isJsonObject(value)) return undefined;
  const details = isJsonObject(value.error) ? value.error.details : undefined;
  const code = textAt(details, 'error_code') ?? textAt(value.error, 'type');
  const message = textAt(value.error, 'message');
  return { ...(code === undefined ? {} : { code }), ...(message === undefined ? {} : { message }) };
}

const serverErrors = new Set([500, 502, 503, 504]);
const permanent = new Set([400, 401, 403, 404, 422]);

function classOf(status: number, headers: Headers, body: string, code: string | undefined): ReplyClass {
  if (status === 429) return isSpendLimit(code) ? 'spent' : 'rate-limited';
  if (status === 402) return 'spent';
  if (serverErrors.has(status)) return 'server-error';
  if (permanent.has(status)) return 'permanent';
  if (status < 200 || status >= 300) return 'other';
  return isEventStream(headers) || isLines(headers) || parseJson(body) !== undefined ? 'success' : 'other';
}

/** The results of a batch are one JSON value on each line. */
const isLines = (headers: Headers): boolean => headers.get('content-type') === 'application/x-jsonl';

function retryAfterOf(
  headers: Headers,
  replyClass: ReplyClass,
  context: ReadingContext,
): RetryAfterReading | undefined {
  const header = headers.get('retry-after');
  if (header !== null) return readRetryAfter(header, context);
  if (replyClass !== 'rate-limited') return undefined;
  const usedUp = quotaIn(headers, context.epochMs).filter(({ remaining }) => remaining === 0);
  const [latest] = usedUp.toSorted((a, b) => (b.resetAt ?? 0) - (a.resetAt ?? 0));
  const at = latest === undefined ? undefined : resetIn(headers, latest.name);
  if (latest === undefined || at === undefined) return undefined;
  const raw = headers.get(`anthropic-ratelimit-${latest.name}-reset`) ?? '';
  return { form: 'provider', raw, notBefore: at - context.epochMs };
}
