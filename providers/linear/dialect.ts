/** How Linear says things: a rate limit is HTTP 400, a repeated create is a conflict, the reset is in milliseconds. */
import type { QuotaReading, ReplyClass, RetryAfterReading } from '../../harness/model/trace.ts';
import type { Dialect, ReadingContext, ReceivedRequest } from '../../harness/ports/provider.ts';
import { digest } from '../digest.ts';
import { readGraphqlRequest } from '../graphql/documents.ts';
import { isJsonObject, parseJson, textAt } from '../json-body.ts';
import { readRetryAfter, refusedUntil, retryAfterValue } from '../retry-after.ts';
import { readAuthorization } from './authorization.ts';
import { summarise } from './documents.ts';
import {
  authenticationRequired,
  errorReply,
  forbidden,
  internalError,
  invalidArgument,
  isConflict,
  type LinearError,
  rateLimitedError,
} from './errors.ts';
import { gatewayPage, gatewayText } from './gateway.ts';
import { documentedLimits } from './quota.ts';

export const linearDialect: Dialect = {
  idempotency: 'conflict',
  hasProviderRetryAfter: true,
  credentialOf(request, { credentials }) {
    const authorization = readAuthorization(request.headers.get('authorization'));
    if (authorization.kind === 'none') return 'none';
    const known = Object.entries(credentials).find(([, value]) => value === authorization.value);
    return known === undefined ? 'unknown' : { secret: known[0] };
  },
  readRequest(request) {
    const asked = readGraphqlRequest(request.body);
    const summary = asked === undefined ? undefined : summarise(asked);
    if (summary === undefined) {
      const operation = `${request.method} ${request.url.pathname}`;
      return { operation, stateChanging: false, fingerprint: digest(`${operation}\n${request.body}`) };
    }
    return {
      operation: summary.field,
      stateChanging: summary.mutation,
      fingerprint: summary.fingerprint,
      ...(summary.key === undefined ? {} : { idempotencyKey: summary.key }),
    };
  },
  readReply(_request, reply, context) {
    const error = errorIn(reply.body);
    const replyClass = classOf(reply.status, reply.body, error);
    const retryAfter = replyClass === 'success' ? undefined : retryAfterOf(reply.headers, replyClass, context);
    const quota = quotaOf(reply.headers, context);
    return {
      class: replyClass,
      ...error,
      ...(retryAfter === undefined ? {} : { retryAfter }),
      ...(quota.length === 0 ? {} : { quota }),
    };
  },
  rateLimited(_request, retryAfter, context) {
    const { requests } = documentedLimits.apiKey;
    const headers = new Headers({
      'X-RateLimit-Requests-Limit': String(requests),
      'X-RateLimit-Requests-Remaining': '0',
    });
    const value = retryAfterValue(retryAfter);
    if (value !== undefined) headers.set('Retry-After', value);
    const until = refusedUntil(retryAfter, context.now);
    if (until !== undefined) headers.set('X-RateLimit-Requests-Reset', String(Math.ceil(until)));
    return errorReply(400, [rateLimitedError(requests, 'requests')], headers);
  },
  error(request, status, message) {
    const page = gatewayPage(status, message);
    if (page !== undefined) return page;
    const error = errorFor(request, status);
    return errorReply(status, [message === undefined ? error : reworded(error, message)]);
  },
  withQuota(reply, remaining, resetAt) {
    const headers = new Headers(reply.headers);
    if (!headers.has('X-RateLimit-Requests-Limit')) {
      headers.set('X-RateLimit-Requests-Limit', String(documentedLimits.apiKey.requests));
    }
    headers.set('X-RateLimit-Requests-Remaining', String(remaining));
    headers.set('X-RateLimit-Requests-Reset', String(resetAt));
    return new Response(reply.body, { status: reply.status, statusText: reply.statusText, headers });
  },
};

/** `statusCode` in the error follows the status asked for, so that body and status never disagree. */
function errorFor(request: ReceivedRequest, status: number): LinearError {
  const error = sampleFor(request, status);
  return { ...error, extensions: { ...error.extensions, statusCode: status } };
}

function sampleFor(request: ReceivedRequest, status: number): LinearError {
  switch (status) {
    case 401:
      return authenticationRequired;
    case 403:
      return forbidden;
    case 404:
      return missingEntity(entityOf(request));
    case 422:
      return invalidArgument('priority must be between 0 and 4.');
    case 429:
      return rateLimitedError(documentedLimits.apiKey.requests, 'requests');
    default:
      return status >= 500 ? internalError : invalidArgument('teamId must be a UUID.');
  }
}

const missingEntity = (entity: string): LinearError => ({
  message: `Entity not found: ${entity}`,
  extensions: {
    type: 'invalid input',
    code: 'ENTITY_NOT_FOUND',
    statusCode: 404,
    userError: true,
    userPresentableMessage: `Could not find referenced ${entity}.`,
  },
});

/** What an operation would most likely miss: a create its team, all else the thing itself. */
function entityOf(request: ReceivedRequest): string {
  const asked = readGraphqlRequest(request.body);
  const field = (asked === undefined ? undefined : summarise(asked)?.field) ?? 'issue';
  if (field === 'issueCreate' || field.startsWith('team')) return 'Team';
  if (field === 'viewer' || field.startsWith('user')) return 'User';
  return field === 'comment' ? 'Comment' : 'Issue';
}

const reworded = (error: LinearError, message: string): LinearError => ({
  ...error,
  message,
  extensions: { ...error.extensions, userPresentableMessage: message },
});

interface ErrorInBody {
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

const typeIn = (body: string): string | undefined => textAt(extensionsOf(firstError(body)), 'type');
const firstError = (body: string) => {
  const value = parseJson(body);
  const errors = isJsonObject(value) ? value.errors : undefined;
  return Array.isArray(errors) ? errors[0] : undefined;
};
const extensionsOf = (error: ReturnType<typeof firstError>) => (isJsonObject(error) ? error.extensions : undefined);

/** Undefined members, and no error at all for a body without `errors`: a gateway's page is read for its text alone. */
function errorIn(body: string): ErrorInBody {
  const error = firstError(body);
  if (error === undefined) {
    const text = gatewayText(body);
    return text === undefined ? {} : { errorMessage: text };
  }
  const errorCode = textAt(extensionsOf(error), 'code');
  const errorMessage = textAt(error, 'message');
  return {
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(errorMessage === undefined ? {} : { errorMessage }),
  };
}

const permanentTypes = new Set([
  'authentication error',
  'feature not accessible',
  'forbidden',
  'graphql error',
  'invalid input',
  'usage limit exceeded',
  'user error',
]);
const serverErrors = new Set([500, 502, 503, 504]);
const permanentStatuses = new Set([400, 401, 403, 404, 422]);

/** By what the error says first: Linear answers the same error with HTTP 200 at one time and 400 at another. */
function classOf(status: number, body: string, error: ErrorInBody): ReplyClass {
  const type = typeIn(body);
  if (error.errorCode === 'RATELIMITED' || type === 'ratelimited') return 'rate-limited';
  if (serverErrors.has(status)) return 'server-error';
  if (error.errorCode === 'INPUT_ERROR' && isConflict(error.errorMessage ?? '')) return 'conflict';
  if (type === 'internal error' || error.errorCode === 'INTERNAL_SERVER_ERROR') return 'server-error';
  if (type !== undefined && permanentTypes.has(type)) return 'permanent';
  if (status === 429) return 'rate-limited';
  if (permanentStatuses.has(status)) return 'permanent';
  const value = parseJson(body);
  const answered = isJsonObject(value) && isJsonObject(value.data) && value.errors === undefined;
  return status >= 200 && status < 300 && answered ? 'success' : 'other';
}

/** The header if there is one, else, on a refusal for want of quota, the reset of the quota that ran out. */
function retryAfterOf(
  headers: Headers,
  replyClass: ReplyClass,
  context: ReadingContext,
): RetryAfterReading | undefined {
  const header = headers.get('retry-after');
  if (header !== null) return readRetryAfter(header, context);
  if (replyClass !== 'rate-limited') return undefined;
  const complexityRanOut = headers.get('x-ratelimit-complexity-remaining') === '0';
  const requestsRanOut = headers.get('x-ratelimit-requests-remaining') === '0';
  const quota = complexityRanOut && !requestsRanOut ? 'complexity' : 'requests';
  const raw = headers.get(`x-ratelimit-${quota}-reset`);
  if (raw === null || !/^\d+$/.test(raw)) return undefined;
  return { form: 'provider', raw, notBefore: Number(raw) - context.epochMs };
}

const quotaHeaders = [
  ['requests', 'x-ratelimit-requests'],
  ['complexity', 'x-ratelimit-complexity'],
  ['endpoint-requests', 'x-ratelimit-endpoint-requests'],
] as const;

function quotaOf(headers: Headers, { epochMs }: ReadingContext): readonly QuotaReading[] {
  return quotaHeaders.flatMap(([name, prefix]) => {
    const remaining = headers.get(`${prefix}-remaining`);
    if (remaining === null || !/^\d+$/.test(remaining)) return [];
    const reset = headers.get(`${prefix}-reset`);
    const resetAt = reset === null || !/^\d+$/.test(reset) ? {} : { resetAt: Number(reset) - epochMs };
    return [{ name, remaining: Number(remaining), ...resetAt }];
  });
}
