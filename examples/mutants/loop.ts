/** A small integration on plain `fetch`: what happens is here, every decision is its `Behaviour`'s. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningIntegration } from '@compass/gauntlet';
import {
  type Behaviour,
  type Call,
  type Failure,
  type Fields,
  isTransient,
  type Reply,
  type Secrets,
  type Sending,
} from './behaviour.ts';

/** The requests that an operation makes, one after the other. */
export type Sendings = (call: Call) => readonly Sending[];

type Sent =
  | { readonly ok: true; readonly reply: Reply; readonly replies?: readonly Reply[] }
  | { readonly ok: false; readonly failure: Failure; readonly reply?: Reply };

export function start(does: Behaviour, baseUrl: string, secrets: Secrets, sendingsOf: Sendings): RunningIntegration {
  const deadLetters: unknown[] = [];
  const alerts: unknown[] = [];
  const notifications: unknown[] = [];
  /** Unix ms. Nothing is sent before. */
  let notBefore = 0;

  async function attempt(call: Call, sending: Sending, key: string | undefined, retry: number): Promise<Sent> {
    const timeout = new AbortController();
    const timeoutMs = does.timeoutMs();
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => timeout.abort(), timeoutMs);
    try {
      const body = does.body(sending, secrets, key, retry);
      const response = await fetch(baseUrl + does.path(sending, secrets), {
        method: sending.method,
        headers: does.headers(call, secrets, key),
        signal: AbortSignal.any([timeout.signal, call.signal]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const { status, headers } = response;
      if (!does.timesBody()) clearTimeout(timer);
      const reply = { status, headers, body: await response.text() };
      const kind = does.failureOf(reply);
      return kind === undefined ? { ok: true, reply } : { ok: false, failure: failureOf(kind, reply), reply };
    } catch {
      return { ok: false, failure: { kind: timeout.signal.aborted ? 'timeout' : 'connection-lost' } };
    } finally {
      clearTimeout(timer);
    }
  }

  function failureOf(kind: Failure['kind'], reply: Reply): Failure {
    const { status, body } = reply;
    const facts = {
      errorCode: does.errorCode(body),
      text: does.errorText(body),
      retryAfterMs: does.retryAfter(reply, Date.now()),
    };
    const known = Object.entries(facts).filter(([, value]) => value !== undefined);
    return { kind, status, ...Object.fromEntries(known) };
  }

  async function send(call: Call, sending: Sending): Promise<Sent> {
    const key = does.key(call, sending);
    const replies: Reply[] = [];
    let notified = false;
    const notify = (): void => {
      if (!notified) notifications.push(...present(does.notification(call)));
      notified = true;
    };
    const write = (level: string, fields: Fields, failure?: Failure): void => {
      const line = does.log(
        { timestamp: new Date().toISOString(), level, service: 'items', ...fields },
        failure,
        call,
        secrets,
      );
      if (line) process.stdout.write(`${JSON.stringify(line)}\n`);
    };
    const giveUp = (fields: Fields, failure: Failure): Sent => {
      write(does.levelOfGivingUp(), { ...fields, message: 'given up' }, failure);
      deadLetters.push(...present(does.deadLetter(call, key, failure)));
      alerts.push(...present(does.alert(call)));
      return { ok: false, failure };
    };
    for (let retry = 0; ; retry += 1) {
      const keyNow = does.keyOfAttempt(key, retry);
      const fields = {
        operation: call.operation,
        request_id: call.requestId,
        correlation_id: call.correlationId,
        user_id: call.user,
        idempotency_key: keyNow,
        retry_attempt: retry,
        max_retries: does.policy.maxRetries,
        duration_ms: 0,
      };
      const hold = notBefore - Date.now();
      if (hold > 0) notify();
      if (hold > does.policy.maxDelayMs) return giveUp(fields, { kind: 'rate-limited', retryAfterMs: hold });
      if (hold > 0) await sleep(hold);

      const startedAt = Date.now();
      const sent = await attempt(call, sending, keyNow, retry);
      const { reply } = sent;
      if (reply) {
        replies.push(reply);
        notBefore = does.holdUntil(reply.headers, call);
      }
      const told = {
        ...fields,
        status_code: reply?.status,
        duration_ms: Date.now() - startedAt,
        rate_limit_remaining: reply && does.remaining(reply.headers),
      };
      if (sent.ok) {
        write(does.levelOfSuccess(), { ...told, message: 'succeeded' });
        for (let again = does.repeatsOfSuccess(call, retry); again > 0; again -= 1) {
          await attempt(call, sending, keyNow, retry);
        }
        return { ...sent, replies };
      }
      const { failure } = sent;
      const failed = { ...told, error_code: failure.errorCode };
      if (does.isAnswer(failure, call)) {
        write(does.levelOfSuccess(), { ...failed, message: 'answered' });
        return sent;
      }
      if (failure.kind === 'auth-failed' && (await does.renews(secrets, retry))) {
        write(does.levelOfFailure(), { ...failed, message: 'refused, tried again with a new credential' }, failure);
        continue;
      }
      const backoff = does.backoff(retry);
      if (failure.kind === 'rate-limited') {
        notBefore = Date.now() + (failure.retryAfterMs ?? 0);
        notify();
      }
      if (!does.retries(failure, retry, call)) {
        if (isTransient(failure)) return giveUp(failed, failure);
        write(does.levelOfFailure(), { ...failed, message: 'failed' }, failure);
        return sent;
      }
      write(does.levelOfRetry(), { ...failed, message: 'failed, will be tried again' }, failure);
      await sleep(does.delay(failure, backoff));
    }
  }

  return {
    async perform(operation, input, { user, correlationId, signal }) {
      const fields = typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
      const call: Call = {
        operation,
        input: { ...fields },
        user,
        correlationId,
        requestId: randomUUID(),
        startedAt: Date.now(),
        signal,
      };
      let value: unknown = null;
      for (const sending of sendingsOf(call)) {
        const sent = await send(call, sending);
        if (!sent.ok && !does.isAnswer(sent.failure, call)) {
          return does.fails(does.userError(sent.failure, call, secrets), sent.failure);
        }
        if (sent.ok) value = does.value(call, sent.replies ?? []);
      }
      return { ok: true, value };
    },
    deadLetters: () => deadLetters,
    alerts: () => alerts,
    notifications: () => notifications,
  };
}

const present = (entry: unknown): readonly unknown[] => (entry === undefined ? [] : [entry]);
