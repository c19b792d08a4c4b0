/** The dialect of an API that is known by a description and by its manners. */
import type { ReplyClass, RequestReading, RetryAfterReading } from '../../harness/model/trace.ts';
import type { Dialect, ReadingContext, ReceivedRequest, SecretShape } from '../../harness/ports/provider.ts';
import { parseJson } from '../json-body.ts';
import { usualError } from '../rest/errors.ts';
import { readRetryAfter, refusedUntil, retryAfterValue } from '../retry-after.ts';
import { carriedIn } from './credentials.ts';
import { fill, readerOf, type ToldError } from './envelope.ts';
import { type Limits, limitHeaders, limitsFrom, quotaIn, resetIn } from './limits.ts';
import { type ApiManners, bearer, type CredentialPlace, defaultErrorBody, defaultSecrets } from './manners.ts';

export interface Refusal {
  readonly code?: string;
  readonly message?: string;
  readonly headers?: Record<string, string>;
}

/** The manners of one API, with nothing left open. */
export interface Manners {
  readonly secrets: { readonly [secret: string]: SecretShape };
  readonly credential: CredentialPlace;
  readonly limits: Limits;
  readonly repeated: 'same-reply' | 'conflict' | 'none';
  /** Whether a request that carries this was let in by that secret: equal, or a token that it was traded for. */
  accepts(carried: string, secret: string): boolean;
  refuse(status: number, refusal?: Refusal): Response;
  readError: ReturnType<typeof readerOf>;
  readRequest(request: ReceivedRequest): Omit<RequestReading, 'credential'>;
}

/** The code of the refusal of a key that was used before. */
export const conflictCode = 'idempotency_conflict';

export function mannersOf(
  options: ApiManners,
  repeated: Manners['repeated'],
  readRequest: Manners['readRequest'],
  errorBody = defaultErrorBody,
): Manners {
  const template = options.error?.body ?? errorBody;
  const errorOf = (status: number, { code, message }: Refusal): ToldError => {
    const [usualCode, usualMessage] = usualError(status);
    return {
      status,
      code: code ?? options.error?.codes?.[status] ?? usualCode,
      message: message ?? usualMessage,
    };
  };
  return {
    secrets: options.secrets ?? defaultSecrets,
    credential: options.credential ?? bearer,
    limits: limitsFrom(options.rateLimit),
    repeated,
    accepts: (carried, secret) => carried === secret,
    refuse: (status, refusal = {}) =>
      Response.json(fill(template, errorOf(status, refusal)), {
        status,
        ...(refusal.headers === undefined ? {} : { headers: refusal.headers }),
      }),
    readError: readerOf(template),
    readRequest,
  };
}

const serverErrors = new Set([500, 502, 503, 504]);
const permanent = new Set([400, 401, 403, 404, 422]);

const jsonIsAnswer = (body: string): number | undefined => (parseJson(body) === undefined ? undefined : 200);

/**
 * `told`: the status that the body of a 2xx reply amounts to, since an API may answer an error with 200; undefined for a body
 * that this API does not send.
 */
export function dialectOf(manners: Manners, told: (body: string) => number | undefined = jsonIsAnswer): Dialect {
  const { limits, refuse, readError } = manners;
  const classOf = (sent: number, headers: Headers, body: string): ReplyClass => {
    const isEmpty = body === '' && emptyStatuses.has(sent);
    const status = sent < 200 || sent >= 300 || isEmpty ? sent : told(body);
    if (status === undefined) return 'other';
    if (isRateLimit(limits, status, headers)) return 'rate-limited';
    if (serverErrors.has(status)) return 'server-error';
    if (status === 409 && readError(body).errorCode === conflictCode) return 'conflict';
    if (permanent.has(status)) return 'permanent';
    return status >= 200 && status < 300 ? 'success' : 'other';
  };
  return {
    idempotency: manners.repeated,
    hasProviderRetryAfter: true,
    credentialOf(request, { credentials }) {
      const carried = carriedIn(request, manners.credential);
      if (carried.kind !== 'values') return carried.kind === 'none' ? 'none' : 'unknown';
      const known = Object.entries(credentials).find(([, secret]) =>
        carried.values.some((value) => manners.accepts(value, secret)),
      );
      return known === undefined ? 'unknown' : { secret: known[0] };
    },
    readRequest: manners.readRequest,
    readReply(_request, { status, headers, body }, context) {
      const replyClass = classOf(status, headers, body);
      const retryAfter = replyClass === 'success' ? undefined : retryAfterOf(limits, headers, replyClass, context);
      const quota = quotaIn(limits, headers, context);
      return {
        class: replyClass,
        ...(replyClass === 'success' ? {} : readError(body)),
        ...(retryAfter === undefined ? {} : { retryAfter }),
        ...(quota === undefined ? {} : { quota: [quota] }),
      };
    },
    rateLimited(_request, retryAfter, { now }) {
      const value = retryAfterValue(retryAfter);
      const headers = {
        ...limitHeaders(limits, 0, now, refusedUntil(retryAfter, now)),
        ...(value === undefined ? {} : { 'Retry-After': value }),
      };
      return refuse(limits.status, { code: usualError(429)[0], message: usualError(429)[1], headers });
    },
    error: (_request, status, message) => refuse(status, message === undefined ? {} : { message }),
    withQuota(reply, remaining, resetAt, { now }) {
      const headers = new Headers(reply.headers);
      for (const [name, value] of Object.entries(limitHeaders(limits, remaining, now, resetAt)))
        headers.set(name, value);
      return new Response(reply.body, { status: reply.status, statusText: reply.statusText, headers });
    },
  };
}

/** An API may refuse with 403 or 400 for want of quota: then only what is left tells it apart. */
const isRateLimit = (limits: Limits, status: number, headers: Headers): boolean =>
  status === 429 || (status === limits.status && headers.get(limits.remainingHeader) === '0');

/** 200 with nothing in it may be a body that was lost. */
const emptyStatuses = new Set([202, 204, 205]);

function retryAfterOf(
  limits: Limits,
  headers: Headers,
  replyClass: ReplyClass,
  context: ReadingContext,
): RetryAfterReading | undefined {
  const header = headers.get('retry-after');
  if (header !== null) return readRetryAfter(header, context);
  const reset = replyClass === 'rate-limited' ? resetIn(limits, headers, context) : undefined;
  return reset === undefined ? undefined : { form: 'provider', raw: reset.raw, notBefore: reset.at };
}
