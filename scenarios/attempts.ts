/** The attempts of a request, how each of them ended, and what that says to the standard. `series.ts` reads them out of a trace. */
import type { OperationFacts } from '../harness/model/integration-facts.ts';
import type { JsonObject } from '../harness/model/json.ts';
import type { Action } from '../harness/model/plan.ts';
import type { OutcomeEvent, ReplyEvent, RequestEvent, Trace, TraceEvent } from '../harness/model/trace.ts';
import type { ConnectionFailure } from '../harness/ports/fault.ts';

export type Perform = Extract<Action, { kind: 'perform' }>;
/** An event that the integration was told of; what it asks of providers because of it has attempts as well. */
export type Delivers = Extract<Action, { kind: 'deliver' }>;
export type Cause = Perform | Delivers;

/** Why an attempt did not do. `other`: the standard has no word for it (501, 529, 409, a reply that was cut, a bad certificate). */
export type Failure = 'server-error' | 'rate-limited' | 'timeout' | 'lost-connection' | 'permanent' | 'other';

export type AttemptEnd =
  | { readonly kind: 'reply'; readonly at: number; readonly reply: ReplyEvent }
  /** The connection ended in the middle of the reply. */
  | { readonly kind: 'cut'; readonly at: number; readonly reply: ReplyEvent }
  /** The client gave it up. */
  | { readonly kind: 'timed-out'; readonly at: number }
  | { readonly kind: 'lost'; readonly at: number; readonly how: 'reset' | 'closed' | ConnectionFailure }
  /** Nothing ended it while the trace lasted. `hung`: a fault made sure that no reply would come. */
  | { readonly kind: 'open'; readonly hung: boolean };

export interface Attempt {
  /** Ms since the case began. */
  readonly at: number;
  /** Absent when no connection stood that could carry it. */
  readonly request?: RequestEvent;
  readonly end: AttemptEnd;
  /** The events that show it. */
  readonly events: readonly TraceEvent[];
}

/** The attempts of one request, oldest first; at least one. */
export interface Attempts {
  readonly action: number;
  /** Undefined when the contract no longer declares the operation, and for an event. */
  readonly facts: OperationFacts | undefined;
  readonly provider: string;
  /** The provider's name of what was asked, and how; empty when no attempt got as far as a request. */
  readonly operation: string;
  readonly method: string;
  readonly stateChanging: boolean;
  readonly fingerprint: string;
  readonly attempts: readonly Attempt[];
  readonly outcome?: OutcomeEvent;
  /** It was taken up again after the caller had been told that it failed: from a queue, in the background. */
  readonly resumed: boolean;
}

/** Of a call of the integration. */
export interface Series extends Attempts {
  readonly perform: Perform;
}

/** Of what the integration asked for because of an event, between one delivery and the next. */
export interface EventSeries extends Attempts {
  readonly delivers: Delivers;
}

export type AnySeries = Series | EventSeries;

/** A stream may have come to its end in good order and still not hold the whole answer. */
const isWhole = ({ reading: { stream } }: ReplyEvent): boolean => stream === undefined || stream.ends === 'whole';

export const isBadCertificate = (how: string | undefined): boolean =>
  how === 'untrusted-certificate' || how === 'wrong-host';

/** Undefined for a success, for a conflict (the first request stands) and for an attempt that nothing ended. */
export const failureOf = ({ end }: Attempt): Failure | undefined => {
  switch (end.kind) {
    case 'timed-out':
      return 'timeout';
    case 'lost':
      // It may pass or not: nobody can tell a wrong setting from an attack.
      return isBadCertificate(end.how) ? 'other' : 'lost-connection';
    case 'cut':
      return 'other';
    case 'open':
      return end.hung ? 'timeout' : undefined;
    case 'reply': {
      const { class: replyClass } = end.reply.reading;
      if (replyClass === 'success' && !isWhole(end.reply)) return 'other';
      // The standard has no word for it: its 429 is a rate limit.
      if (replyClass === 'spent') return 'other';
      return replyClass === 'success' || replyClass === 'conflict' ? undefined : replyClass;
    }
  }
};

export const isSuccess = ({ end }: Attempt): boolean =>
  end.kind === 'reply' && end.reply.reading.class === 'success' && isWhole(end.reply);

export const endedAt = ({ end }: Attempt): number | undefined => (end.kind === 'open' ? undefined : end.at);

/** The time that a reply asks to wait until (ms since the case began); undefined when it asks for nothing sensible. */
export const askedUntil = ({ end }: Attempt): number | undefined =>
  end.kind === 'reply' ? end.reply.reading.retryAfter?.notBefore : undefined;

const passing: ReadonlySet<Failure | undefined> = new Set<Failure>([
  'server-error',
  'rate-limited',
  'timeout',
  'lost-connection',
]);

/** It failed in a way that may pass by itself. */
export const isTransient = (attempt: Attempt): boolean => passing.has(failureOf(attempt));

/** When a used-up quota, told with this reply, is back (ms since the case began). */
export const quotaBackAt = ({ end }: Attempt): number | undefined => {
  if (end.kind !== 'reply') return undefined;
  const resets = end.reply.reading.quota?.flatMap(({ remaining, resetAt }) =>
    remaining === 0 && resetAt !== undefined ? [resetAt] : [],
  );
  return resets === undefined || resets.length === 0 ? undefined : Math.max(...resets);
};

/** For how long a reply asks to stay away, by `Retry-After` or by a used-up quota; in ms, 0 or less for not at all. */
export const askedMsOf = (attempt: Attempt): number =>
  Math.max(askedUntil(attempt) ?? 0, quotaBackAt(attempt) ?? 0) - (endedAt(attempt) ?? 0);

/** The caller was told that it failed. */
export const isGivenUp = ({ outcome }: AnySeries): boolean =>
  outcome?.result.kind === 'error' || outcome?.result.kind === 'thrown';

/** The caller had its answer before this attempt was made, and learns nothing from it any more. */
export const isInBackground = ({ outcome }: AnySeries, attempt: Attempt): boolean =>
  outcome !== undefined && outcome.seq < (attempt.events[0]?.seq ?? 0);

const spoiling = new Set(['truncated-body', 'malformed-json', 'wrong-content-type', 'status']);

/** A good status whose body a client may not be able to use: that is no success to it, and the standard does not say what follows. */
export const spoiltRequests = (trace: Trace): ReadonlySet<number> =>
  new Set(
    trace.events.flatMap((event) =>
      event.type === 'fault' && event.request !== undefined && spoiling.has(event.fault) ? [event.request] : [],
    ),
  );

/** An attempt that was followed by another one. */
export interface Retry {
  readonly series: Series;
  /** Counts from 0: the failed attempt with this number was followed by retry number `number + 1`. */
  readonly number: number;
  readonly failed: Attempt;
  readonly next: Attempt;
}

export const retriesOf = (series: Series): readonly Retry[] =>
  series.attempts.flatMap((failed, number) => {
    const next = series.attempts[number + 1];
    return next === undefined ? [] : [{ series, number, failed, next }];
  });

/** The same request again: the next attempt, or the first one of a queue that took it up after the caller had been told. */
export const nextAttempt = (all: readonly Series[], series: Series, number: number): Attempt | undefined =>
  series.attempts[number + 1] ??
  (series.resumed
    ? all
        .slice(all.indexOf(series) + 1)
        .find(
          ({ action, provider, fingerprint }) =>
            action === series.action && provider === series.provider && fingerprint === series.fingerprint,
        )?.attempts[0]
    : undefined);

/** Both the contract and the provider say that it changes something: asking a model twice is no write, though it is a POST. */
export const isWrite = ({ stateChanging, facts }: AnySeries): boolean =>
  stateChanging && facts?.stateChanging !== false;

/** Should its requests carry an idempotency key? Not where the contract or the provider has none, or where it has no place. */
export const isKeyed = (trace: Trace, series: Series): boolean => {
  const provider = trace.integration.providers.find(({ id }) => id === series.provider);
  return (
    isWrite(series) &&
    series.facts !== undefined &&
    series.facts.idempotency !== 'none' &&
    provider?.idempotency !== 'none' &&
    series.attempts.every(({ request }) => request?.reading.takesKey !== false)
  );
};

/** Repeating it does no harm even if the first attempt was carried out: a read, an update, or a write with a key. */
export const isSafeToRepeat = (trace: Trace, series: Series): boolean =>
  !isWrite(series) ||
  series.attempts.some(({ request }) => request?.reading.takesKey === false) ||
  isKeyed(trace, series);

/** What a finding says of the attempt that it is about. */
export const attemptFacts = (series: AnySeries, attempt: Attempt): JsonObject => {
  const { end } = attempt;
  const failure = failureOf(attempt);
  return {
    operation: 'perform' in series ? series.perform.operation : series.delivers.event,
    provider: series.provider,
    request: series.operation,
    method: series.method,
    ...(failure === undefined ? {} : { failure }),
    ...(end.kind === 'reply' ? { status: end.reply.status } : {}),
    ...(end.kind === 'lost' ? { how: end.how } : {}),
  };
};
