/** Whoever waits for an operation is told that the provider holds it up. */
import type { Trace, TraceEvent } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts, failureOf, isGivenUp, type Series } from '../../attempts.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';
import { errorOf, saysRateLimited } from './rate-limited-error.ts';

const notifications = (trace: Trace, action: number): readonly TraceEvent[] =>
  trace.events.filter((event) => event.type === 'probe' && event.probe === 'notifications' && event.action === action);

/** The call failed because of a rate limit: that was how its last attempt ended. */
const judge = (trace: Trace, series: Series): readonly Observation[] => {
  const last = series.attempts.at(-1);
  const { outcome } = series;
  const wasLimited = series.attempts.some((attempt) => failureOf(attempt) === 'rate-limited');
  if (last === undefined || outcome === undefined || !wasLimited) return [];
  const told = notifications(trace, series.action);
  const error = errorOf(outcome);
  const facts = {
    ...attemptFacts(series, last),
    code: typeof error?.code === 'string' ? error.code : 'no error code',
    notifications: told.length,
    hasProbe: trace.integration.probes.includes('notifications'),
  };
  const shown = [...last.events, outcome, ...told];
  if (isGivenUp(series) && failureOf(last) === 'rate-limited')
    return [observed(trace, told.length > 0 || saysRateLimited(error), facts, shown)];
  // A short wait that ended well need not bother anybody, but may.
  return told.length > 0 ? [observed(trace, true, facts, shown)] : [];
};

export const userNotifiedOfRateLimit: Rule = {
  id: 'user-notified-of-rate-limit',
  statement: 'When a rate limit ends an operation, the user is told so.',
  topic: 'rate-limit',
  card: {
    asks: 'Tell the user when an operation is held up by a rate limit.',
    tested:
      'The provider goes on refusing for want of quota until the operation is given up. A notification, seen through the probe, or the code `RATE_LIMITED` (also behind a prefix) in the returned error passes.',
    fails: 'The operation ends with another error code, or throws, and no notification was sent.',
    fix: 'Return the error of Appendix C: code `RATE_LIMITED`, with `retryAfter`; or send a notification and return it from `notifications` of `start()`.',
    source: 'STD-17-01 §3.5',
  },
  appliesTo: whenItCalls,
  observe: (trace) => seriesOf(trace).flatMap((series) => judge(trace, series)),
  decide: eachByItself,
};
