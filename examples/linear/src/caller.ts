/** One request to Linear, attempted until it succeeds, can never succeed, or has been tried often enough. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LinearClient } from '@linear/sdk';
import { fullJitter } from './backoff.ts';
import { classify, type Failure, isTransient } from './classify.ts';
import { type ApiReply, type ApiSettings, linearClient } from './linear-api.ts';
import type { Log, LogFields } from './log.ts';
import { policy } from './policy.ts';
import { readQuotas, requestsRemaining, waitForQuotas } from './quota.ts';

export interface Request<Value> {
  readonly operation: string;
  readonly user: string;
  readonly correlationId: string;
  readonly signal: AbortSignal;
  readonly idempotencyKey?: string | undefined;
  /** Failures that are an answer for this operation: not found, when it only looked. */
  readonly answers?: readonly Failure['kind'][];
  send(linear: LinearClient): Promise<Value>;
}

export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `gaveUp`: it might still succeed later, so it belongs into the dead letter queue. */
  | { readonly ok: false; readonly failure: Failure; readonly gaveUp: boolean };

export interface Caller {
  call<Value>(request: Request<Value>): Promise<Result<Value>>;
}

type Attempt<Value> = { readonly reply?: ApiReply } & ({ readonly value: Value } | { readonly failure: Failure });

/** `onRateLimited` is called each time Linear, or our own look at the quota, makes an operation wait. */
export function createCaller(
  settings: ApiSettings,
  log: Log,
  onRateLimited: (request: Request<unknown>, waitMs: number) => void,
): Caller {
  /** Unix ms. Nothing is sent before: a quota is used up, or Linear told us to stay away. */
  let notBefore = 0;

  async function attempt<Value>(request: Request<Value>): Promise<Attempt<Value>> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), policy.attemptTimeoutMs);
    let reply: ApiReply | undefined;
    try {
      const signal = AbortSignal.any([timeout.signal, request.signal]);
      const value = await request.send(linearClient(settings, signal, (seen) => (reply = seen)));
      return reply ? { value, reply } : { value };
    } catch (error) {
      return { failure: classify(error, timeout.signal.aborted, Date.now()) };
    } finally {
      clearTimeout(timer);
    }
  }

  async function call<Value>(request: Request<Value>): Promise<Result<Value>> {
    const requestId = randomUUID();
    let notified = false;
    const notify = (waitMs: number): void => {
      if (!notified) onRateLimited(request, waitMs);
      notified = true;
    };
    for (let retry = 0; ; retry += 1) {
      const hold = notBefore - Date.now();
      if (hold > 0) notify(hold);
      if (hold > policy.maxDelayMs) {
        const failure: Failure = { kind: 'rate-limited', retryAfterMs: hold };
        log.error(fields(request, requestId, retry, 0, failure), 'not sent, the quota is used up for too long');
        return { ok: false, failure, gaveUp: true };
      }
      if (hold > 0) await pause(hold, request.signal);

      const startedAt = Date.now();
      const outcome = await attempt(request);
      const took = Date.now() - startedAt;
      notBefore = holdAfter(outcome, Date.now()) ?? notBefore;

      if ('value' in outcome) {
        log.info(fields(request, requestId, retry, took, { ...outcome.reply }), 'succeeded');
        return { ok: true, value: outcome.value };
      }
      const { failure } = outcome;
      const line = fields(request, requestId, retry, took, failure);
      if (request.answers?.includes(failure.kind)) {
        log.info(line, 'answered');
        return { ok: false, failure, gaveUp: false };
      }
      if (!isTransient(failure)) {
        log.error(line, 'failed, will not be tried again');
        return { ok: false, failure, gaveUp: false };
      }
      // What Linear asks for is a lower bound; the jitter comes on top, so that not everybody returns at once.
      const asked = failure.retryAfterMs ?? 0;
      const delay = asked + fullJitter(retry);
      if (failure.kind === 'rate-limited') notify(delay);
      const tooLong = asked > policy.maxDelayMs;
      if (retry >= policy.maxRetries || tooLong || request.signal.aborted) {
        log.error(line, 'given up');
        return { ok: false, failure, gaveUp: true };
      }
      log.warn(line, 'failed, will be tried again');
      await pause(delay, request.signal);
    }
  }

  return { call };
}

/** Until when the last outcome forbids to send anything (Unix ms); undefined when it says nothing of it. */
function holdAfter(outcome: Attempt<unknown>, now: number): number | undefined {
  if ('failure' in outcome && outcome.failure.kind === 'rate-limited') return now + (outcome.failure.retryAfterMs ?? 0);
  const headers = 'failure' in outcome ? outcome.failure.headers : outcome.reply?.headers;
  const quotas = headers ? readQuotas(headers) : [];
  return quotas.length > 0 ? now + waitForQuotas(quotas, now) : undefined;
}

/** Ends early, without an error, when the caller loses interest: the next attempt then fails at once. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

function fields(
  request: Request<unknown>,
  requestId: string,
  retry: number,
  tookMs: number,
  seen: Partial<Failure>,
): LogFields {
  return {
    operation: request.operation,
    request_id: requestId,
    correlation_id: request.correlationId,
    user_id: request.user,
    idempotency_key: request.idempotencyKey,
    retry_attempt: retry,
    max_retries: policy.maxRetries,
    status_code: seen.status,
    error_code: seen.errorCode,
    duration_ms: tookMs,
    rate_limit_remaining: requestsRemaining(seen.headers),
    reason: seen.kind,
  };
}
