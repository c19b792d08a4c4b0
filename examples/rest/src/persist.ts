/** Repeats an exchange while that can help, at a pace that the provider can live with. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Exchanged, exchange, type Message } from './exchange.ts';
import { type Failure, type FailureKind, kinds } from './failures.ts';
import { type Entry, write } from './journal.ts';

export const policy = { maxRetries: 4, baseDelayMs: 1_000, maxDelayMs: 60_000, attemptTimeoutMs: 8_000 } as const;

export interface Errand {
  readonly operation: string;
  readonly user: string;
  readonly correlationId: string;
  readonly signal: AbortSignal;
  readonly message: Message;
  /** A failure that is an answer here. */
  readonly answer?: FailureKind;
}

/** Told what it may want to tell others. */
export interface Listener {
  /** The errand waits for the quota. At most once for each errand. */
  paused(errand: Errand): void;
  givenUp(errand: Errand, failure: Failure): void;
}

/** random(0, min(max, base × 2^retry)), in ms. */
const fullJitter = (retry: number): number =>
  Math.floor(Math.random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** retry));

export function createPersistence(listener: Listener): (errand: Errand) => Promise<Exchanged> {
  /** Unix ms: the quota is used up until then. */
  let closedUntil = 0;

  /** False when that would take longer than anybody wants to wait. */
  async function opened(signal: AbortSignal): Promise<boolean> {
    const wait = closedUntil - Date.now();
    if (wait > policy.maxDelayMs) return false;
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
    return true;
  }

  return async (errand) => {
    const { operation, user, correlationId, signal, message } = errand;
    const requestId = randomUUID();
    let paused = false;
    const pause = (): void => {
      if (!paused) listener.paused(errand);
      paused = true;
    };
    const giveUp = (entry: Entry, failure: Failure): Exchanged => {
      write('ERROR', { ...entry, outcome: `given up: ${failure.kind}` });
      listener.givenUp(errand, failure);
      return { ok: false, failure };
    };

    for (let retry = 0; ; retry += 1) {
      const entry: Entry = {
        operation,
        request_id: requestId,
        correlation_id: correlationId,
        user_id: user,
        idempotency_key: message.idempotencyKey,
        retry_attempt: retry,
        max_retries: policy.maxRetries,
        duration_ms: 0,
        outcome: 'begun',
      };
      if (closedUntil > Date.now()) pause();
      if (!(await opened(signal))) return giveUp(entry, { kind: 'rate-limited', notBefore: closedUntil });

      const startedAt = Date.now();
      const exchanged = await exchange(message, policy.attemptTimeoutMs, signal);
      const seen = exchanged.ok ? exchanged : exchanged.failure;
      closedUntil = seen.remaining === 0 ? (seen.resetAt ?? 0) : 0;
      const told: Entry = {
        ...entry,
        duration_ms: Date.now() - startedAt,
        status_code: seen.status,
        rate_limit_remaining: seen.remaining,
      };
      if (exchanged.ok) {
        write('INFO', { ...told, outcome: 'done' });
        return exchanged;
      }

      const { failure } = exchanged;
      const failed: Entry = { ...told, error_code: failure.errorCode };
      if (failure.kind === errand.answer) {
        write('INFO', { ...failed, outcome: 'answered' });
        return exchanged;
      }
      if (!kinds[failure.kind].passing) {
        write('ERROR', { ...failed, outcome: `failed: ${failure.kind}` });
        return exchanged;
      }
      if (failure.kind === 'rate-limited') {
        pause();
        closedUntil = failure.notBefore ?? 0;
      }
      const asked = Math.max(0, (failure.notBefore ?? 0) - Date.now());
      if (retry >= policy.maxRetries || asked > policy.maxDelayMs || signal.aborted) return giveUp(failed, failure);
      write('WARN', { ...failed, outcome: `will be repeated: ${failure.kind}` });
      await sleep(asked + fullJitter(retry), undefined, { signal }).catch(() => undefined);
    }
  };
}
