/** What the rules "a failure of this kind is retried" have in common. */
import type { RetryPolicy } from '../../../harness/model/integration-facts.ts';
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
} from '../../attempts.ts';
import { toleranceMs } from '../../lateness.ts';
import { observed } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

/** For how long a reply asks to stay away, by `Retry-After` or by a used-up quota; in ms, 0 or less for not at all. */
export const askedMsOf = (attempt: Attempt): number =>
  Math.max(askedUntil(attempt) ?? 0, quotaBackAt(attempt) ?? 0) - (endedAt(attempt) ?? 0);

/** Up to twice the declared envelope: jitter that goes upwards is advised against, and no reason to call a retry forgotten. */
export const longestBackoffMs = ({ baseDelayMs, maxDelayMs }: RetryPolicy, number: number): number =>
  Math.min(maxDelayMs, 2 * baseDelayMs * 2 ** number);

/** Could another attempt after this one have come later than the declared deadline of the whole call? */
export const isOutOfTime = (trace: Trace, series: Series, number: number): boolean => {
  const { deadlineMs } = trace.integration.policy;
  const attempt = series.attempts[number];
  if (deadlineMs === undefined || attempt === undefined) return false;
  const began = trace.events.find((event) => event.type === 'action' && event.action === series.action);
  const endedAtMs = endedAt(attempt) ?? series.outcome?.at ?? Number.POSITIVE_INFINITY;
  const nextAtMs = endedAtMs + Math.max(0, askedMsOf(attempt)) + longestBackoffMs(trace.integration.policy, number);
  return nextAtMs >= (began?.at ?? 0) + deadlineMs - toleranceMs(trace);
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
  const { maxRetries, maxDelayMs } = trace.integration.policy;
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
      };
      const shown = retried ? (next?.events.slice(0, 1) ?? []) : series.outcome === undefined ? [] : [series.outcome];
      return [observed(trace, retried, facts, [...attempt.events, ...shown])];
    }),
  );
};
