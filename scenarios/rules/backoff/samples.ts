/**
 * The delays of back-off in a trace: from the end of a failed attempt to the next request. Only server errors and
 * timeouts are followed by back-off in the sense of STD-17-01 §4.2; a delay that the provider asked for is no sample.
 */
import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { JsonObject } from '../../../harness/model/json.ts';
import type { Trace } from '../../../harness/model/trace.ts';
import type { DelaySamples, Observation } from '../../../harness/model/verdict.ts';
import type { Applicability, Conduct } from '../../../harness/ports/rule.ts';
import {
  askedUntil,
  attemptFacts,
  endedAt,
  failureOf,
  quotaBackAt,
  type Retry,
  retriesOf,
  type Series,
} from '../../attempts.ts';
import { isOutOfTime } from '../../deadline.ts';
import { heldUpMs, toleranceMs } from '../../lateness.ts';
import { observed, whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

/** The chance that the statistical rules allow for blaming full jitter, each of them for a whole run. */
export const allowedFalseAlarm = 5e-7;

/** Up to where full jitter may go before retry number `retry` (0 for the first), in ms. */
export const envelopeMs = ({ policy }: IntegrationFacts, retry: number): number =>
  Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** retry);

/** A provider asked to stay away until later than `from`: what is waited for then is not back-off. */
const isHeldBack = (all: readonly Series[], from: number, until: number): boolean =>
  all.some(({ attempts }) =>
    attempts.some(
      (attempt) =>
        (endedAt(attempt) ?? until) <= from && Math.max(askedUntil(attempt) ?? 0, quotaBackAt(attempt) ?? 0) > from,
    ),
  );

/** Another request of the same call failed meanwhile and had a back-off of its own. */
const isMixed = (all: readonly Series[], own: Series, from: number, until: number): boolean =>
  all.some(
    (other) =>
      other !== own &&
      other.action === own.action &&
      other.attempts.some((attempt) => attempt.at >= from && attempt.at <= until && failureOf(attempt) !== undefined),
  );

const isBackoff = (all: readonly Series[], { series, failed, next }: Retry): boolean => {
  const failure = failureOf(failed);
  const from = endedAt(failed);
  return (
    (failure === 'server-error' || failure === 'timeout') &&
    from !== undefined &&
    next.at >= from &&
    !isHeldBack(all, from, next.at) &&
    !isMixed(all, series, from, next.at)
  );
};

/** One back-off delay, as the facts of an observation. */
export interface Sample {
  /** 0 for the first retry. */
  readonly retry: number;
  readonly delayMs: number;
  readonly envelopeMs: number;
  /** What timers add at most, and what the machine added to this one. */
  readonly toleranceMs: number;
  /** The part of the tolerance in which the machine let nothing run. */
  readonly heldUpMs: number;
}

export const backoffObservations = (
  trace: Trace,
  judge: (sample: Sample, series: Series) => { readonly held: boolean; readonly facts?: JsonObject } = () => ({
    held: true,
  }),
): readonly Observation[] => {
  const all = seriesOf(trace);
  return all.flatMap((series) =>
    retriesOf(series).flatMap((each) => {
      const { failed, next, number } = each;
      const from = endedAt(failed);
      // Where a deadline ends the long delays, only short ones are left to be seen.
      if (from === undefined || !isBackoff(all, each) || isOutOfTime(trace, series, number)) return [];
      const heldUp = heldUpMs(trace, from, next.at);
      const sample: Sample = {
        retry: number,
        delayMs: next.at - from,
        envelopeMs: envelopeMs(trace.integration, number),
        toleranceMs: toleranceMs(trace) + heldUp,
        heldUpMs: heldUp,
      };
      const { held, facts = {} } = judge(sample, series);
      const shown = [...failed.events, ...next.events.slice(0, 1)];
      return [observed(trace, held, { ...attemptFacts(series, failed), ...sample, ...facts }, shown)];
    }),
  );
};

const numberIn = ({ facts }: Observation, name: keyof Sample): number => {
  const value = facts[name];
  if (typeof value !== 'number') throw new TypeError(`a back-off observation without ${name}`);
  return value;
};

/** The samples of one retry number over all cases. */
export interface Bin {
  readonly retry: number;
  readonly envelopeMs: number;
  /** What timers add at most. */
  readonly timersMs: number;
  /** As they were seen, ascending: none was meant to be longer. */
  readonly delays: readonly number[];
  /** Less all that the machine may have added, ascending: but for timers, none was meant to be shorter. */
  readonly leastDelays: readonly number[];
  readonly observations: readonly Observation[];
}

const ascending = (a: number, b: number): number => a - b;

/** By retry number, first retry first. */
export const binsOf = (observations: readonly Observation[]): readonly Bin[] =>
  [...Map.groupBy(observations, (each) => numberIn(each, 'retry'))]
    .sort(([a], [b]) => a - b)
    .map(([retry, own]) => ({
      retry,
      envelopeMs: Math.max(...own.map((each) => numberIn(each, 'envelopeMs'))),
      timersMs: Math.max(...own.map((each) => numberIn(each, 'toleranceMs') - numberIn(each, 'heldUpMs'))),
      delays: own.map((each) => numberIn(each, 'delayMs')).sort(ascending),
      leastDelays: own
        .map((each) => Math.max(0, numberIn(each, 'delayMs') - numberIn(each, 'heldUpMs')))
        .sort(ascending),
      observations: own,
    }));

const mostDrawn = 200;

/** The delays as a report draws them: of many, evenly chosen ones from the least to the longest. */
export const delaysOf = (observations: readonly Observation[]): readonly DelaySamples[] =>
  binsOf(observations).map(({ retry, envelopeMs: boundMs, delays }) => {
    const drawn = Math.min(delays.length, mostDrawn);
    const step = drawn > 1 ? (delays.length - 1) / (drawn - 1) : 0;
    return {
      retry,
      boundMs,
      delaysMs: Array.from({ length: drawn }, (_, index) => delays[Math.round(index * step)] ?? 0),
      of: delays.length,
    };
  });

/** A handful of cases is enough to look at; the facts tell how many there were. */
export const someEvidence = (...bins: readonly Bin[]) =>
  bins.flatMap(({ observations }) => observations.slice(0, 3).map(({ evidence }) => evidence));

/** Back-off can be seen only where something is retried. */
export const whenItRetries = (integration: IntegrationFacts, conduct?: Conduct): Applicability => {
  const calls = whenItCalls(integration, conduct);
  if (calls.applies !== true || integration.policy.maxRetries > 0) return calls;
  return {
    applies: 'cannot-tell',
    reason: 'precondition-unmet',
    next: 'Declare `policy.maxRetries` of at least 1: without retries there is no back-off to be seen.',
  };
};
