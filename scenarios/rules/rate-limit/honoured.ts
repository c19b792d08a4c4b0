/** Was the time kept that a reply asked to wait? It is a lower bound: later is fine, and so is giving up when it is above the cap. */
import type { RetryAfterReading, Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import { askedUntil, attemptFacts, endedAt, type Failure, failureOf, isGivenUp, nextAttempt } from '../../attempts.ts';
import { toleranceMs } from '../../lateness.ts';
import { observed } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

/** `Retry-After` itself, as RFC 9110 has it; what else a provider may send has forms of its own. */
export const inRetryAfter: readonly RetryAfterReading['form'][] = ['seconds', 'http-date'];

/**
 * Each reply of this class that asked to wait, in one of these forms. One that asked for no time (zero, a past date) or for nothing sensible
 * (negative, garbage) lets the client come back at once and is no test.
 */
export const honoured = (
  trace: Trace,
  failure: Failure,
  forms: readonly RetryAfterReading['form'][],
): readonly Observation[] => {
  const all = seriesOf(trace);
  const allowedMs = toleranceMs(trace);
  const { maxDelayMs } = trace.integration.policy;
  return all.flatMap((series) =>
    series.attempts.flatMap((attempt, number) => {
      const until = askedUntil(attempt);
      const from = endedAt(attempt);
      if (failureOf(attempt) !== failure || until === undefined || from === undefined) return [];
      const askedMs = until - from;
      if (askedMs <= allowedMs || attempt.end.kind !== 'reply') return [];
      const { form, raw } = attempt.end.reply.reading.retryAfter ?? {};
      if (form === undefined || !forms.includes(form)) return [];
      const facts = {
        ...attemptFacts(series, attempt),
        askedMs,
        toleranceMs: allowedMs,
        form,
        ...(raw === undefined ? {} : { raw }),
      };
      const next = nextAttempt(all, series, number);
      if (next !== undefined) {
        const held = next.at >= until - allowedMs;
        return [
          observed(trace, held, { ...facts, waitedMs: next.at - from }, [
            ...attempt.events,
            ...next.events.slice(0, 1),
          ]),
        ];
      }
      // Not coming back at all is another rule's matter, unless the wait was too long.
      if (askedMs <= maxDelayMs || !isGivenUp(series)) return [];
      return [observed(trace, true, facts, attempt.events)];
    }),
  );
};
