/** What the rules "a failure of this kind is retried" have in common. */
import type { RetryPolicy } from '../../../harness/model/integration-facts.ts';
import type { Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import {
  type Attempt,
  askedMsOf,
  attemptFacts,
  type Failure,
  failureOf,
  isGivenUp,
  type Series,
} from '../../attempts.ts';
import { hasTimeToRetry, isOutOfTime } from '../../deadline.ts';
import { observed, whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

/** For rules about a failure after so long, in ms: where the deadline of the call leaves no time for a retry, there is nothing to see. */
export const whenItHasTimeToRetry =
  (tookMs: (policy: RetryPolicy) => number): Rule['appliesTo'] =>
  (integration, conduct) => {
    const calls = whenItCalls(integration, conduct);
    if (calls.applies !== true || hasTimeToRetry(integration.policy, tookMs(integration.policy))) return calls;
    return {
      applies: 'cannot-tell',
      reason: 'precondition-unmet',
      next: 'After an attempt that fails in this way, `policy.deadlineMs` leaves no time for another one: give attempts and back-off less time than the call, in the code and in `policy`.',
    };
  };

/**
 * Each failure of this kind for which the declared policy still had a retry: did another attempt follow? A failure
 * that did not matter in the end (the call succeeded without it) says nothing.
 */
export const retriedAfter = (
  trace: Trace,
  failure: Failure,
  counts: (series: Series, attempt: Attempt) => boolean = () => true,
): readonly Observation[] => {
  const { deadlineMs, maxDelayMs, maxRetries } = trace.integration.policy;
  return seriesOf(trace).flatMap((series) =>
    series.attempts.flatMap((attempt, number) => {
      if (failureOf(attempt) !== failure || number >= maxRetries || !counts(series, attempt)) return [];
      const next = series.attempts[number + 1];
      const retried = next !== undefined || series.resumed;
      // Asked to stay away for longer than its longest back-off, or than its time lasts, an integration may give up.
      if (!retried && (!isGivenUp(series) || askedMsOf(attempt) > maxDelayMs || isOutOfTime(trace, series, number)))
        return [];
      const waitMs = askedMsOf(attempt);
      const facts = {
        ...attemptFacts(series, attempt),
        attempt: number + 1,
        maxRetries,
        ...(waitMs > 0 ? { waitMs, maxDelayMs } : {}),
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
      };
      const shown = retried ? (next?.events.slice(0, 1) ?? []) : series.outcome === undefined ? [] : [series.outcome];
      return [observed(trace, retried, facts, [...attempt.events, ...shown])];
    }),
  );
};
