/** A rate limit passes by itself. Only a wait beyond the longest back-off may be left to a queue or to the caller. */
import type { JsonObject } from '../../../harness/model/json.ts';
import type { Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { askedMsOf, attemptFacts, failureOf, isGivenUp, type Series } from '../../attempts.ts';
import { isOutOfTime } from '../../deadline.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';
import { retriedAfter } from './retried-after.ts';

const saysWhen = ({ outcome }: Series): boolean => {
  if (outcome?.result.kind !== 'error') return false;
  const { error } = outcome.result;
  return error !== null && typeof error === 'object' && 'retryAfter' in error && typeof error.retryAfter === 'number';
};

/** Given up because the wait was too long: somebody has to take it up again, so it is kept or the caller knows when. */
const leftForLater = (trace: Trace): readonly Observation[] => {
  const { deadlineMs, maxDelayMs, maxRetries } = trace.integration.policy;
  return seriesOf(trace).flatMap((series) => {
    const last = series.attempts.at(-1);
    if (last === undefined || failureOf(last) !== 'rate-limited' || series.resumed || !isGivenUp(series)) return [];
    const askedMs = askedMsOf(last);
    const isTooLate = askedMs > 0 && isOutOfTime(trace, series, series.attempts.length - 1);
    if ((askedMs <= maxDelayMs && !isTooLate) || series.attempts.length > maxRetries) return [];
    const kept = trace.events.filter(
      (event) => event.type === 'probe' && event.probe === 'deadLetters' && event.action === series.action,
    );
    const held = kept.length > 0 || saysWhen(series);
    if (!held && !trace.integration.probes.includes('deadLetters')) return [];
    const facts: JsonObject = {
      ...attemptFacts(series, last),
      attempt: series.attempts.length,
      maxRetries,
      askedMs,
      maxDelayMs,
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    };
    const shown = series.outcome === undefined ? [] : [series.outcome];
    return [observed(trace, held, facts, [...last.events, ...shown, ...kept])];
  });
};

export const rateLimitRetried: Rule = {
  id: 'rate-limit-retried',
  statement:
    'A rate-limited request is sent again while retries are left, or is kept for later when the wait is too long.',
  topic: 'retry',
  card: {
    asks: 'When the provider says "rate limited" (429, or its own way to say it), wait as asked and try again.',
    tested: 'The provider refuses for want of quota in its own dialect, with every form of `Retry-After`.',
    fails:
      'The operation ends in an error although a retry was left; or it was given up because the wait was above `policy.maxDelayMs` or would have ended after `policy.deadlineMs`, with neither a dead letter nor a `retryAfter` in the error.',
    fix: 'Treat a rate limit as transient, by the code of the dialect and not by the status alone (Linear answers 400). Above the cap, put the operation into the dead letter queue or return `retryAfter`.',
    source: 'STD-17-01 §4.1',
  },
  appliesTo: whenItCalls,
  observe: (trace) => [...retriedAfter(trace, 'rate-limited'), ...leftForLater(trace)],
  decide: eachByItself,
};
