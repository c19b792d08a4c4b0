/** What the rules "a failure of this kind is retried" have in common. */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import {
  type Attempt,
  askedUntil,
  attemptFacts,
  endedAt,
  type Failure,
  failureOf,
  isGivenUp,
  quotaBackAt,
  type Series,
  seriesOf,
} from '../../attempts.ts';
import { observed } from '../../observing.ts';

/** For how long a reply asks to stay away, by `Retry-After` or by a used-up quota; in ms, 0 or less for not at all. */
export const askedMsOf = (attempt: Attempt): number =>
  Math.max(askedUntil(attempt) ?? 0, quotaBackAt(attempt) ?? 0) - (endedAt(attempt) ?? 0);

/**
 * Each failure of this kind for which the declared policy still had a retry: did another attempt follow? A failure
 * that did not matter in the end (the call succeeded without it) says nothing.
 */
export const retriedAfter = (
  trace: Trace,
  failure: Failure,
  counts: (series: Series, attempt: Attempt) => boolean = () => true,
): readonly Observation[] => {
  const { maxRetries, maxDelayMs } = trace.integration.policy;
  return seriesOf(trace).flatMap((series) =>
    series.attempts.flatMap((attempt, number) => {
      if (failureOf(attempt) !== failure || number >= maxRetries || !counts(series, attempt)) return [];
      const next = series.attempts[number + 1];
      const retried = next !== undefined || series.resumed;
      // Asked to stay away for longer than its longest back-off, an integration may give up.
      if (!retried && (!isGivenUp(series) || askedMsOf(attempt) > maxDelayMs)) return [];
      const waitMs = askedMsOf(attempt);
      const facts = {
        ...attemptFacts(series, attempt),
        attempt: number + 1,
        maxRetries,
        ...(waitMs > 0 ? { waitMs, maxDelayMs } : {}),
      };
      const shown = retried ? (next?.events.slice(0, 1) ?? []) : series.outcome === undefined ? [] : [series.outcome];
      return [observed(trace, retried, facts, [...attempt.events, ...shown])];
    }),
  );
};
