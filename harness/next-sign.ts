/**
 * On the real clock nobody can tell that a subject has nothing left to do: only that it would have been heard of by now.
 * How long that may take follows from what it was last told, and from the delays that it declares.
 */
import type { RetryPolicy } from './model/integration-facts.ts';
import type { ReplyEvent, RequestEvent, TraceEvent } from './model/trace.ts';

/** One request and its repetitions. */
interface Series {
  failures: number;
  last: RequestEvent;
  end: TraceEvent | undefined;
}

const sameRequest = ({ action, provider, reading }: RequestEvent): string =>
  `${action} ${provider} ${reading.fingerprint}`;

const seriesOf = (events: readonly TraceEvent[]): readonly Series[] => {
  const all = new Map<string, Series>();
  const byNumber = new Map<number, Series>();
  for (const event of events) {
    if (event.type === 'request') {
      const before = all.get(sameRequest(event));
      const series = before ?? { failures: 0, last: event, end: undefined };
      series.last = event;
      series.end = undefined;
      all.set(sameRequest(event), series);
      byNumber.set(event.request, series);
    } else if (event.type === 'reply' || event.type === 'silence' || event.type === 'abort') {
      const series = byNumber.get(event.request);
      if (series === undefined || series.last.request !== event.request || series.end?.type === 'abort') continue;
      const isHeld = event.type === 'silence' && event.silence === 'hang';
      if (isHeld) continue;
      if (series.end === undefined && !isGood(event)) series.failures += 1;
      series.end = event;
    }
  }
  return [...all.values()];
};

const isGood = (event: TraceEvent): boolean =>
  event.type === 'reply' &&
  event.cutAfter === undefined &&
  (event.reading.class === 'success' || event.reading.class === 'conflict');

const askedUntil = ({ reading }: ReplyEvent): number => reading.retryAfter?.notBefore ?? 0;

/** Where a quota is used up, whoever respects it stays away until it is back. */
const quotaBack = ({ reading }: ReplyEvent): number =>
  Math.max(0, ...(reading.quota ?? []).map(({ remaining, resetAt = 0 }) => (remaining === 0 ? resetAt : 0)));

/**
 * How long after its last sign, at `at` (ms since the case began), the next one may come. `call`: a call has not been
 * answered, and may be waiting for a quota.
 */
export const nextSignMs = (
  events: readonly TraceEvent[],
  policy: RetryPolicy,
  at: number,
  during: 'call' | 'rest',
): number => {
  const envelope = (failures: number): number =>
    failures === 0 ? 0 : Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (failures - 1));
  const waits = seriesOf(events).map(({ failures, end }) => {
    if (end === undefined) return policy.attemptTimeoutMs;
    if (isGood(end)) return 0;
    // Whoever spreads its return adds its back-off to what it was asked for.
    return envelope(failures) + (end.type === 'reply' ? Math.max(0, askedUntil(end) - at) : 0);
  });
  // Connections that never stood are attempts, too.
  const refused = events.filter(({ type }) => type === 'refused').length;
  const quotas = during === 'rest' ? [] : events.map((event) => (event.type === 'reply' ? quotaBack(event) - at : 0));
  return Math.max(0, envelope(refused), ...waits, ...quotas);
};
