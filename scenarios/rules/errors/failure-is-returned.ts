/** Whatever a provider does, the caller gets an answer that it can use: no exception, no silence, no false success. */
import type { ExitEvent, OutcomeEvent, Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { askedUntil, attemptFacts, failureOf } from '../../attempts.ts';
import { type Place, placesOf } from '../../log-lines.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';

/** An answer that this operation reckons with is no failure. */
const isExpected = ({ series, attempt: { end } }: Place): boolean =>
  end.kind === 'reply' && series.facts?.expectedStatuses.includes(end.reply.status) === true;

const isFailure = (place: Place): boolean => failureOf(place.attempt) !== undefined && !isExpected(place);

/** Nothing was done, for certain: the provider refused, or the connection was never made. */
const failedDefinitely = (trace: Trace, place: Place): boolean => {
  const { end, request } = place.attempt;
  if (!isFailure(place)) return false;
  if (end.kind === 'lost') return request === undefined;
  if (end.kind !== 'reply' || failureOf(place.attempt) === 'other') return false;
  return !trace.events.some(
    (event) =>
      (event.type === 'fault' && event.acted && event.request === request?.request) ||
      (event.type === 'effect' && event.request !== undefined && event.request === request?.request),
  );
};

/**
 * "Done", though it was not. For an operation that changes something only its writes count; a later success of any
 * kind (another provider, a work queue) makes it honest.
 */
const isFalseSuccess = (trace: Trace, places: readonly Place[]): boolean => {
  const changes = places[0]?.series.facts?.stateChanging === true;
  const last = places.at(-1);
  if (last === undefined || !failedDefinitely(trace, last)) return false;
  const counted = changes ? places.filter(({ series }) => series.stateChanging) : places;
  return counted.every((place) => failedDefinitely(trace, place));
};

/** It waits because it was asked to wait for so long. */
const wasAskedToWait = (places: readonly Place[], outcome: OutcomeEvent): boolean =>
  places.some(({ attempt }) => (askedUntil(attempt) ?? 0) > outcome.at);

const judge = (trace: Trace, outcome: OutcomeEvent): Observation | undefined => {
  const places = placesOf(trace).filter(({ series }) => series.action === outcome.action);
  const last = places.findLast(isFailure);
  const begun = trace.events.find((event) => event.type === 'action' && event.action === outcome.action);
  const operation = begun?.type === 'action' && begun.does.kind === 'perform' ? begun.does.operation : '';
  const facts = { operation, ...(last === undefined ? {} : attemptFacts(last.series, last.attempt)) };
  const events = [...(last?.attempt.events ?? []), outcome];
  const answer = (held: boolean, ending: string, more = {}): Observation =>
    observed(trace, held, { ...facts, ending, ...more }, events);

  const { result } = outcome;
  switch (result.kind) {
    case 'thrown':
      return answer(false, 'thrown', { name: result.name, text: result.message });
    case 'unsettled':
      if (result.why === 'virtual-time-limit' && wasAskedToWait(places, outcome)) return undefined;
      return answer(false, result.why, { text: result.detail });
    case 'error':
      return last === undefined ? undefined : answer(true, 'error');
    case 'ok': {
      if (last === undefined) return undefined;
      // Told before anything was tried: the work goes on in the background.
      if (places.some(({ attempt }) => (attempt.events[0]?.seq ?? 0) > outcome.seq)) return undefined;
      return answer(!isFalseSuccess(trace, places), 'ok');
    }
  }
};

/** The call had its answer, and what it left behind ended the process: an exception that nobody caught. */
const crashLater = (trace: Trace, crash: ExitEvent): readonly Observation[] => {
  const begun = trace.events.findLast((event) => event.type === 'action' && event.seq < crash.seq);
  if (begun?.type !== 'action' || begun.does.kind !== 'perform') return [];
  const wasAnswered = trace.events.some(
    ({ type, seq }, index) => type === 'outcome' && seq < crash.seq && index > trace.events.indexOf(begun),
  );
  if (!wasAnswered) return [];
  const failed = placesOf(trace).findLast((place) => place.series.action === begun.action && isFailure(place));
  const facts = {
    operation: begun.does.operation,
    ...(failed === undefined ? {} : attemptFacts(failed.series, failed.attempt)),
    ending: 'crash-later',
  };
  return [observed(trace, false, facts, [...(failed?.attempt.events ?? []), crash])];
};

const wasEndedByPlan = (trace: Trace, { result, at }: OutcomeEvent): boolean =>
  result.kind === 'unsettled' &&
  result.why === 'exit' &&
  trace.events.some((event) => event.type === 'exit' && event.why === 'planned' && event.at === at);

export const failureIsReturned: Rule = {
  id: 'failure-is-returned',
  statement: 'A call that failed resolves to an error: it does not throw, hang, end the process or claim success.',
  topic: 'errors',
  card: {
    asks: 'Catch every failure of a provider and return it as `{ ok: false, error }`.',
    tested: 'Providers refuse, fail, hang, lose replies and send nonsense; the outcome of each call is read.',
    fails:
      'The call throws, never settles, ends the process (also later, in the background), or says ok although every attempt had failed for certain.',
    fix: 'Wrap the whole operation in one place that turns anything thrown into the standard error, timeouts included.',
    source: 'STD-17-01 §3.3',
  },
  appliesTo: whenItCalls,
  observe: (trace) =>
    trace.events.flatMap((event) => {
      if (event.type === 'exit' && event.why === 'crashed') return crashLater(trace, event);
      return event.type === 'outcome' && !wasEndedByPlan(trace, event) ? (judge(trace, event) ?? []) : [];
    }),
  decide: eachByItself,
};
