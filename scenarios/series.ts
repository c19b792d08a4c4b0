/**
 * Reads the attempts of each request out of a trace. Requests of one action that are equal apart from their
 * idempotency key are attempts of one and the same thing, so that a new key for each attempt cannot hide a retry.
 */
import type { OperationFacts } from '../harness/model/integration-facts.ts';
import type { Json } from '../harness/model/json.ts';
import type { Action } from '../harness/model/plan.ts';
import type { OutcomeEvent, ReplyEvent, RequestEvent, Trace, TraceEvent } from '../harness/model/trace.ts';
import {
  type Attempt,
  type AttemptEnd,
  type Attempts,
  type Cause,
  type Delivers,
  type EventSeries,
  failureOf,
  type Perform,
  type Series,
} from './attempts.ts';
import { latenessMs, toleranceMs } from './lateness.ts';

const isComplete = (reply: ReplyEvent): boolean => reply.cutAfter === undefined;

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
