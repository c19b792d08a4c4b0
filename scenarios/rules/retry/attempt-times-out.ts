/** A provider that never answers must not hold an operation for ever: the client's own timeout ends the attempt. */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { type Attempt, attemptFacts, isInBackground, type Series } from '../../attempts.ts';
import { latenessMs } from '../../lateness.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

/** undici looks at its timers every 499 ms, and one of them may take two looks. */
const tickMs = 1000;

const neverAnswered = (trace: Trace): ReadonlySet<number> =>
  new Set(
    trace.events.flatMap((event) =>
      (event.type === 'fault' && event.fault === 'hang') || (event.type === 'silence' && event.silence === 'hang')
        ? [event.request ?? -1]
        : [],
    ),
  );

/** On the virtual clock the harness waits longer for the background than any client does, unless the process ends. */
const wasWaitedFor = (trace: Trace, series: Series, attempt: Attempt): boolean =>
  trace.clock === 'virtual' &&
  isInBackground(series, attempt) &&
  !trace.events.some((event) => event.type === 'exit' && event.seq > (attempt.events[0]?.seq ?? 0));

/** When the client went on: it ended the connection, tried again, or told its caller. Undefined when it never did. */
const wentOnAt = (trace: Trace, series: Series, number: number, attempt: Attempt): number | undefined => {
  const { outcome } = series;
  const { baseDelayMs, maxDelayMs } = trace.integration.policy;
  const next = series.attempts[number + 1];
  // Where the connection stays open, only the next attempt shows it, and before that one it backs off.
  const backedOffFrom =
    next === undefined ? undefined : Math.max(attempt.at, next.at - Math.min(maxDelayMs, baseDelayMs * 2 ** number));
  const toldAt =
    outcome === undefined || outcome.result.kind === 'unsettled' || isInBackground(series, attempt)
      ? undefined
      : outcome.at;
  const leftAt = attempt.end.kind === 'timed-out' ? attempt.end.at : undefined;
  if (leftAt !== undefined && next !== undefined && leftAt <= next.at) return leftAt;
  const times = [leftAt, backedOffFrom, toldAt].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
};

export const attemptTimesOut: Rule = {
  id: 'attempt-times-out',
  statement: 'An attempt that gets no answer is given up after the declared time.',
  topic: 'retry',
  card: {
    asks: 'Give every request a timeout of its own, no longer than `policy.attemptTimeoutMs`.',
    tested:
      'The provider takes the request and never answers. A second is allowed on top, since clients look at their timers in ticks.',
    fails: 'The attempt is not given up at all, or more than a second later than declared.',
    fix: 'Pass `AbortSignal.timeout(ms)` to `fetch`, or set the `timeout` option of the SDK or HTTP client, for each attempt. Those of Python and Ruby often bound each wait for the next bytes only: put a deadline (`asyncio.timeout`) around it.',
    source: 'STD-17-01 §4.1',
  },
  appliesTo: whenItCalls,
  observe: (trace) => {
    const { attemptTimeoutMs } = trace.integration.policy;
    const hung = neverAnswered(trace);
    return seriesOf(trace).flatMap((series) =>
      series.attempts.flatMap((attempt, number) => {
        if (!hung.has(attempt.request?.request ?? -2)) return [];
        const at = wentOnAt(trace, series, number, attempt);
        // Ended by a planned restart, or the trace ends here for another reason: nobody waited to see.
        const isOpen = series.outcome?.result.kind === 'unsettled' || wasWaitedFor(trace, series, attempt);
        if (at === undefined && !isOpen) return [];
        const allowedMs = tickMs + latenessMs(trace, attempt.at, at ?? Number.POSITIVE_INFINITY);
        const held = at !== undefined && at - attempt.at <= attemptTimeoutMs + allowedMs;
        const facts = {
          ...attemptFacts(series, attempt),
          declaredMs: attemptTimeoutMs,
          allowedMs,
          ...(at === undefined ? {} : { waitedMs: at - attempt.at }),
        };
        const shown = series.outcome === undefined ? [] : [series.outcome];
        return [observed(trace, held, facts, [...attempt.events, ...shown])];
      }),
    );
  },
  decide: eachByItself,
};
