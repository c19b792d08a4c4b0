/**
 * Reads the attempts of each request out of a trace. Requests of one action that are equal apart from their
 * idempotency key are attempts of one and the same thing, so that a new key for each attempt cannot hide a retry.
 */
import type { OperationFacts } from '../harness/model/integration-facts.ts';
import type { Json, JsonObject } from '../harness/model/json.ts';
import type { Action } from '../harness/model/plan.ts';
import type { OutcomeEvent, ReplyEvent, RequestEvent, Trace, TraceEvent } from '../harness/model/trace.ts';
import type { ConnectionFailure } from '../harness/ports/fault.ts';
import { latenessMs, toleranceMs } from './lateness.ts';

export type Perform = Extract<Action, { kind: 'perform' }>;
/** An event that the integration was told of; what it asks of providers because of it has attempts as well. */
export type Delivers = Extract<Action, { kind: 'deliver' }>;
type Cause = Perform | Delivers;

/** Why an attempt did not do. `other`: the standard has no word for it (501, 529, 409, a reply that was cut, a bad certificate). */
export type Failure = 'server-error' | 'rate-limited' | 'timeout' | 'lost-connection' | 'permanent' | 'other';

type AttemptEnd =
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
interface Attempts {
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

const isComplete = (reply: ReplyEvent): boolean => reply.cutAfter === undefined;

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

/** The caller was told that it failed. */
export const isGivenUp = ({ outcome }: AnySeries): boolean =>
  outcome?.result.kind === 'error' || outcome?.result.kind === 'thrown';

/** The caller had its answer before this attempt was made, and learns nothing from it any more. */
export const isInBackground = ({ outcome }: AnySeries, attempt: Attempt): boolean =>
  outcome !== undefined && outcome.seq < (attempt.events[0]?.seq ?? 0);

interface RequestEvents {
  reply?: ReplyEvent;
  silence?: Extract<TraceEvent, { type: 'silence' }>;
  abort?: Extract<TraceEvent, { type: 'abort' }>;
  hung?: boolean;
  readonly all: TraceEvent[];
}

const eventsByRequest = (trace: Trace): ReadonlyMap<number, RequestEvents> => {
  const found = new Map<number, RequestEvents>();
  const of = (request: number): RequestEvents => {
    const known = found.get(request) ?? { all: [] };
    found.set(request, known);
    return known;
  };
  for (const event of trace.events) {
    if (event.type === 'reply') of(event.request).reply = event;
    if (event.type === 'silence') of(event.request).silence = event;
    if (event.type === 'abort') of(event.request).abort = event;
    if (event.type === 'fault' && event.request !== undefined && event.fault === 'hang') of(event.request).hung = true;
    if ('request' in event && event.request !== undefined) of(event.request).all.push(event);
  }
  return found;
};

/** How far the end of a process and that of its connections may be told apart. */
const toldApartMs = (trace: Trace, one: number, other: number): number =>
  trace.clock === 'virtual' ? 0 : latenessMs(trace, Math.min(one, other), Math.max(one, other));

/**
 * The connections of a process end with it. On the real clock that may be told in any order: the wire may hear of the end
 * first, or read even the request after it.
 */
const endedWithProcess = ({ all }: RequestEvents, abort: TraceEvent, trace: Trace): boolean =>
  trace.events.some(
    (event) =>
      event.type === 'exit' &&
      ((event.seq > (all[0]?.seq ?? 0) && event.seq < abort.seq) ||
        Math.abs(event.at - abort.at) <= toldApartMs(trace, event.at, abort.at)),
  );

/** Requests that broke off because the harness ended the process, or gave the whole call up, were not given up by the client. */
const isOurDoing = (
  found: RequestEvents,
  abort: TraceEvent,
  trace: Trace,
  outcome: OutcomeEvent | undefined,
): boolean =>
  endedWithProcess(found, abort, trace) || (outcome?.result.kind === 'unsettled' && outcome.seq < abort.seq);

/** It did not wait, and so no time ran out: undici, for one, leaves a reply that is not the rest of the one before. */
const leftAtOnce = ({ all }: RequestEvents, abort: TraceEvent, trace: Trace): boolean => {
  const asked = all.find(({ type }) => type === 'request')?.at ?? 0;
  return abort.at - asked <= Math.min(toleranceMs(trace), trace.integration.policy.attemptTimeoutMs / 4);
};

const endOf = (found: RequestEvents, trace: Trace, outcome: OutcomeEvent | undefined): AttemptEnd => {
  const { reply, silence, abort, hung = false } = found;
  if (reply !== undefined && isComplete(reply)) return { kind: 'reply', at: reply.at, reply };
  if (abort !== undefined && !isOurDoing(found, abort, trace, outcome)) {
    if (reply !== undefined && leftAtOnce(found, abort, trace)) return { kind: 'cut', at: abort.at, reply };
    return { kind: 'timed-out', at: abort.at };
  }
  if (silence !== undefined && silence.silence !== 'hang')
    return { kind: 'lost', at: silence.at, how: silence.silence };
  const stalled = reply?.cutBy === 'hang';
  if (reply !== undefined && abort === undefined && !stalled) return { kind: 'cut', at: reply.at, reply };
  return { kind: 'open', hung: hung || stalled || silence !== undefined };
};

interface Growing {
  readonly cause: Cause;
  readonly action: number;
  readonly provider: string;
  readonly first: RequestEvent | undefined;
  readonly attempts: Attempt[];
  resumed: boolean;
  /** The event was delivered again: what is asked for from now on may be new work. */
  over: boolean;
}

const normalised = (item: Json): string =>
  JSON.stringify(item, (_, value: unknown) =>
    typeof value === 'string' ? value.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase() : value,
  );

/** Does a list in a batch's input hold the same thing twice? Then two equal requests may be two intended effects. */
const repeatsAnItem = (input: Json): boolean => {
  if (input === null || typeof input !== 'object') return false;
  if (!Array.isArray(input)) return Object.values(input).some(repeatsAnItem);
  return new Set(input.map(normalised)).size < input.length || input.some(repeatsAnItem);
};

/** In a batch, equal reads belong to different items, and so may equal requests for equal items. */
const isTellable = (growing: Growing, facts: OperationFacts | undefined): boolean =>
  facts?.batch !== true ||
  growing.cause.kind !== 'perform' ||
  (growing.first?.reading.stateChanging === true && !repeatsAnItem(growing.cause.input));

const isUnderWay = ({ end }: Attempt, until: number): boolean => (end.kind === 'open' ? !end.hung : end.at > until);

/** May this request be one more attempt of these? */
const continues = (growing: Growing, request: RequestEvent, outcome: OutcomeEvent | undefined): boolean => {
  const last = growing.attempts.at(-1);
  if (last === undefined) return true;
  const toldFailed = outcome !== undefined && outcome.result.kind !== 'ok' && outcome.seq < request.seq;
  const before = growing.first !== undefined && growing.first.seq < (outcome?.seq ?? 0);
  if (toldFailed && before) return false;
  // Reading again after an answer, or twice at the same time, is an ordinary thing to do; writing again is a repeat.
  return request.reading.stateChanging || (failureOf(last) !== undefined && !isUnderWay(last, request.at));
};

const outcomesOf = (trace: Trace): ReadonlyMap<number, OutcomeEvent> =>
  new Map(trace.events.flatMap((event) => (event.type === 'outcome' ? [[event.action, event] as const] : [])));

/** The series of actions of one kind, by the time of their first attempts. */
const seriesBy = <C extends Cause>(
  trace: Trace,
  causes: (action: Action) => action is C,
): readonly (Attempts & { readonly cause: C })[] => {
  const outcomes = outcomesOf(trace);
  const byRequest = eventsByRequest(trace);
  const begun = new Map<number, C>();
  const all: (Growing & { readonly cause: C })[] = [];
  let latest: Growing | undefined;
  let waiting: Attempt[] = [];

  const begin = (action: number, provider: string, first: RequestEvent | undefined): Growing | undefined => {
    const cause = begun.get(action);
    if (cause === undefined) return undefined;
    const growing = { cause, action, provider, first, attempts: [], resumed: false, over: false };
    all.push(growing);
    return growing;
  };
  const flush = (): void => {
    const [first] = waiting;
    const event = first?.events[0];
    if (event?.type === 'refused') begin(event.action, event.provider, undefined)?.attempts.push(...waiting);
    waiting = [];
  };

  for (const event of trace.events) {
    if (event.type === 'action') {
      flush();
      latest = undefined;
      if (causes(event.does)) begun.set(event.action, event.does);
    }
    if (event.type === 'delivery') for (const growing of all) growing.over ||= growing.action === event.action;
    if (event.type === 'refused') {
      const attempt: Attempt = {
        at: event.at,
        end: { kind: 'lost', at: event.at, how: event.handshake ?? 'refused' },
        events: [event],
      };
      const failed = latest?.attempts.at(-1);
      if (latest?.provider === event.provider && failed !== undefined && failureOf(failed) !== undefined)
        latest.attempts.push(attempt);
      else waiting.push(attempt);
    }
    if (event.type === 'request') {
      const outcome = outcomes.get(event.action);
      const same = all.filter(
        ({ action, provider, first, over }) =>
          !over &&
          action === event.action &&
          provider === event.provider &&
          first?.reading.fingerprint === event.reading.fingerprint,
      );
      const known = same.findLast((growing) => continues(growing, event, outcome));
      const previous = same.at(-1);
      if (known === undefined && previous !== undefined && outcome !== undefined && outcome.seq < event.seq)
        previous.resumed = true;
      const growing = known ?? begin(event.action, event.provider, event);
      const found = byRequest.get(event.request) ?? { all: [event] };
      growing?.attempts.push(...waiting, {
        at: event.at,
        request: event,
        end: endOf(found, trace, outcome),
        events: found.all,
      });
      waiting = [];
      latest = growing;
    }
  }
  flush();

  return all.flatMap((growing) => {
    const { cause, action, provider, first, attempts, resumed } = growing;
    const facts = cause.kind === 'perform' ? trace.integration.operations[cause.operation] : undefined;
    if (!isTellable(growing, facts)) return [];
    const outcome = outcomes.get(action);
    return [
      {
        action,
        cause,
        facts,
        provider,
        operation: first?.reading.operation ?? '',
        method: first?.method ?? '',
        stateChanging: first?.reading.stateChanging ?? false,
        fingerprint: first?.reading.fingerprint ?? '',
        attempts,
        resumed,
        ...(outcome === undefined ? {} : { outcome }),
      },
    ];
  });
};

/** Every series of attempts in the trace that belongs to a call of the integration. */
export const seriesOf = (trace: Trace): readonly Series[] =>
  seriesBy(trace, (action): action is Perform => action.kind === 'perform').map(({ cause, ...series }) => ({
    ...series,
    perform: cause,
  }));

/** Every series of attempts that an event led to. */
export const eventSeriesOf = (trace: Trace): readonly EventSeries[] =>
  seriesBy(trace, (action): action is Delivers => action.kind === 'deliver').map(({ cause, ...series }) => ({
    ...series,
    delivers: cause,
  }));

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
