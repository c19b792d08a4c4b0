/** Where a contract declares a deadline for the whole call (`policy.deadlineMs`): what it leaves time for. */
import type { RetryPolicy } from '../harness/model/integration-facts.ts';
import type { Trace } from '../harness/model/trace.ts';
import { askedMsOf, endedAt, isInBackground, type Series } from './attempts.ts';
import { latenessMs } from './lateness.ts';

/** Up to twice the declared envelope: jitter that goes upwards is advised against, and no reason to call a retry forgotten. */
const longestBackoffMs = ({ baseDelayMs, maxDelayMs }: RetryPolicy, number: number): number =>
  Math.min(maxDelayMs, 2 * baseDelayMs * 2 ** number);

/** Can there be a second attempt after a first one that took so long? */
export const hasTimeToRetry = (policy: RetryPolicy, firstTookMs: number): boolean =>
  policy.deadlineMs === undefined || firstTookMs + longestBackoffMs(policy, 0) < policy.deadlineMs;

/**
 * Could another attempt after this one have come later than the deadline? Known before its back-off is drawn, so that what remains
 * is a fair sample. The work that goes on after the call was answered has no deadline.
 */
export const isOutOfTime = (trace: Trace, series: Series, number: number): boolean => {
  const { deadlineMs } = trace.integration.policy;
  const attempt = series.attempts[number];
  if (deadlineMs === undefined || attempt === undefined || isInBackground(series, attempt)) return false;
  const began = trace.events.find((event) => event.type === 'action' && event.action === series.action)?.at ?? 0;
  const ended = endedAt(attempt) ?? series.outcome?.at ?? Number.POSITIVE_INFINITY;
  const next = ended + Math.max(0, askedMsOf(attempt)) + longestBackoffMs(trace.integration.policy, number);
  return next >= began + deadlineMs - latenessMs(trace, began, next);
};
