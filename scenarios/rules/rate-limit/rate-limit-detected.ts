/** A rate limit is neither a success nor the request's own fault, whatever status it comes with. */
import type { Trace, TraceEvent } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts, failureOf, isGivenUp, isWrite, type Series } from '../../attempts.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';
import { errorOf, saysRateLimited } from './rate-limited-error.ts';

/** Kept for later, or told to somebody. */
const takenCareOf = (trace: Trace, { action }: Series): readonly TraceEvent[] =>
  trace.events.filter((event) => event.type === 'probe' && event.action === action && event.probe !== 'alerts');

const judge = (trace: Trace, series: Series): readonly Observation[] => {
  const { attempts, outcome, resumed } = series;
  const number = attempts.findLastIndex((attempt) => failureOf(attempt) === 'rate-limited');
  const attempt = attempts[number];
  if (attempt === undefined) return [];
  const facts = attemptFacts(series, attempt);
  const next = attempts[number + 1];
  if (next !== undefined || resumed)
    return [
      observed(trace, true, { ...facts, became: 'retry' }, [...attempt.events, ...(next?.events.slice(0, 1) ?? [])]),
    ];
  if (outcome === undefined || outcome.result.kind === 'unsettled') return [];
  const shown = [...attempt.events, outcome];
  if (isGivenUp(series)) {
    const error = errorOf(outcome);
    const care = takenCareOf(trace, series);
    const held = saysRateLimited(error) || error?.retryable === true || care.length > 0;
    const code = typeof error?.code === 'string' ? error.code : 'no error code';
    return [observed(trace, held, { ...facts, became: held ? 'rate limit' : 'error', code }, [...shown, ...care])];
  }
  // Told "ok" after its write had been refused. Reads may be done without, and work in a queue goes on.
  const wasTried = outcome.seq > (attempt.events.at(-1)?.seq ?? 0);
  return isWrite(series) && wasTried ? [observed(trace, false, { ...facts, became: 'success' }, shown)] : [];
};

export const rateLimitDetected: Rule = {
  id: 'rate-limit-detected',
  statement: 'A rate limit is recognised as one: retried, kept for later, or told to the caller as retryable.',
  topic: 'rate-limit',
  card: {
    asks: "Recognise a rate limit in the provider's own dialect and treat it as transient.",
    tested: 'The provider refuses for want of quota: 429, or for Linear 400 with the code `RATELIMITED`.',
    fails:
      'The operation is reported as done, or as failed with another code, not retryable, with nothing kept in the dead letter queue and nobody notified.',
    fix: "Map the provider's rate-limit code to `RATE_LIMITED` with `retryable: true` before looking at the status.",
    source: 'STD-17-01 §3.5',
  },
  appliesTo: whenItCalls,
  observe: (trace) => seriesOf(trace).flatMap((series) => judge(trace, series)),
  decide: eachByItself,
};
