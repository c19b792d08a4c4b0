/** One request to Anthropic, attempted until it succeeds, can never succeed, or has been tried often enough. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { classify } from './classify.ts';
import { type Failure, kinds } from './failures.ts';
import { type LogFields, write } from './log.ts';
import { policy } from './policy.ts';
import { requestsRemaining, waitForQuota } from './quota.ts';

export interface Request<Value> {
  readonly operation: string;
  readonly user: string;
  readonly correlationId: string;
  readonly signal: AbortSignal;
  /** Makes something, and Anthropic has no key by which it would know a repetition: then only a refusal is tried again. */
  readonly once?: true;
  send(signal: AbortSignal): Promise<{ readonly value: Value; readonly response: Response }>;
}

export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `gaveUp`: it might still succeed later, so it belongs into the dead letter queue. */
  | { readonly ok: false; readonly failure: Failure; readonly gaveUp: boolean };

export type Call = <Value>(request: Request<Value>) => Promise<Result<Value>>;

type Attempt<Value> = { readonly value: Value; readonly response: Response } | { readonly failure: Failure };

/** Milliseconds before retry number `retry`, 0 for the first: random(0, min(maxDelay, base × 2^retry)). */
const fullJitter = (retry: number): number =>
  Math.floor(Math.random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** retry));

/** Ends early, without an error, when the caller loses interest: the next attempt then fails at once. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

async function attempt<Value>(request: Request<Value>): Promise<Attempt<Value>> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), policy.attemptTimeoutMs);
  try {
    // A timeout of the SDK's own ends with the head of a reply; this one holds until a stream is read to its end.
    return await request.send(AbortSignal.any([timeout.signal, request.signal]));
  } catch (error) {
    return { failure: classify(error, timeout.signal.aborted, Date.now()) };
  } finally {
    clearTimeout(timer);
  }
}

/** Who was told no, or found nobody, did not get what he asked for; after anything else it may have been done unheard. */
const mayRepeat = ({ once }: Request<unknown>, { kind, status }: Failure): boolean =>
  once !== true || status !== undefined || kind === 'unreachable';

/** `onPaused` is called at most once for each request that has to wait for the quota. */
export function createCaller(onPaused: (request: Request<unknown>, waitMs: number) => void): Call {
  /** Unix ms. Nothing is sent before: a quota is used up, or Anthropic told us to stay away. */
  let notBefore = 0;

  return async (request) => {
    const requestId = randomUUID();
    let paused = false;
    const notify = (waitMs: number): void => {
      if (!paused) onPaused(request, waitMs);
      paused = true;
    };
    for (let retry = 0; ; retry += 1) {
      const line = (tookMs: number, seen: Partial<Failure>): LogFields => ({
        operation: request.operation,
        request_id: requestId,
        correlation_id: request.correlationId,
        user_id: request.user,
        retry_attempt: retry,
        max_retries: policy.maxRetries,
        status_code: seen.status,
        error_code: seen.errorCode,
        duration_ms: tookMs,
        rate_limit_remaining: requestsRemaining(seen.headers),
        reason: seen.kind,
      });
      const hold = notBefore - Date.now();
      if (hold > 0) notify(hold);
      if (hold > policy.maxDelayMs) {
        const failure: Failure = { kind: 'rate-limited', retryAfterMs: hold };
        write('ERROR', line(0, failure), 'not sent, the quota is used up for too long');
        return { ok: false, failure, gaveUp: true };
      }
      if (hold > 0) await pause(hold, request.signal);

      const startedAt = Date.now();
      const outcome = await attempt(request);
      const took = Date.now() - startedAt;
      const headers = 'failure' in outcome ? outcome.failure.headers : outcome.response.headers;
      const wait = headers && waitForQuota(headers, Date.now());
      if (wait !== undefined) notBefore = Date.now() + wait;
      if ('value' in outcome) {
        const { status } = outcome.response;
        write('INFO', line(took, { status, headers: outcome.response.headers }), 'succeeded');
        return { ok: true, value: outcome.value };
      }

      const { failure } = outcome;
      if (!kinds[failure.kind].passing) {
        write('ERROR', line(took, failure), 'failed, will not be tried again');
        return { ok: false, failure, gaveUp: false };
      }
      // What Anthropic asks for is a lower bound; the jitter comes on top, so that not everybody returns at once.
      const asked = failure.retryAfterMs ?? 0;
      const delay = asked + fullJitter(retry);
      if (failure.kind === 'rate-limited') {
        notBefore = Date.now() + asked;
        notify(delay);
      }
      const last = retry >= policy.maxRetries || asked > policy.maxDelayMs || request.signal.aborted;
      if (last || !mayRepeat(request, failure)) {
        write('ERROR', line(took, failure), 'given up');
        return { ok: false, failure, gaveUp: true };
      }
      write('WARN', line(took, failure), 'failed, will be tried again');
      await pause(delay, request.signal);
    }
  };
}
