/** Advice: a timeout that ends with the head of a reply leaves a stream that stalls open for ever. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts } from '../../attempts.ts';
import { latenessMs } from '../../lateness.ts';
import { eachByItself, observed } from '../../observing.ts';
import { type Streamed, streamedIn, whenItStreams } from './streams.ts';

/** undici looks at its timers every 499 ms, and one of them may take two looks. */
const tickMs = 1000;

/** When the client went on: it ended the connection, tried again, or told its caller. Undefined when it never did. */
const wentOnAt = ({ series, number, attempt }: Streamed): number | undefined => {
  if (attempt.end.kind === 'timed-out') return attempt.end.at;
  const next = series.attempts[number + 1];
  if (next !== undefined) return next.at;
  const { outcome } = series;
  return outcome === undefined || outcome.result.kind === 'unsettled' ? undefined : outcome.at;
};

export const stalledStreamTimesOut: Rule = {
  id: 'stalled-stream-times-out',
  statement: 'A stream that stalls is given up after the declared time.',
  topic: 'stream',
  card: {
    asks: 'Let the timeout of an attempt, or one between two events, hold until a stream was read to its end.',
    tested:
      'A stream begins well and then nothing more comes. The declared time counts from the last event, and a second is allowed on top.',
    fails:
      'The attempt is not given up at all, or more than a second later than `policy.attemptTimeoutMs` after the last event.',
    fix: 'Abort by a timer of your own that is cleared only after the last event: the timeout of most packages ends with the head of the reply.',
    source: 'Advice; follows from STD-17-01 §4.1',
  },
  appliesTo: whenItStreams,
  observe: (trace) => {
    const { attemptTimeoutMs } = trace.integration.policy;
    return streamedIn(trace).flatMap((streamed) => {
      const { series, attempt, reply } = streamed;
      if (reply.cutBy !== 'hang') return [];
      const at = wentOnAt(streamed);
      // Ended by a planned restart, or the trace ends here for another reason: nobody waited to see.
      if (at === undefined && series.outcome?.result.kind !== 'unsettled') return [];
      const allowedMs = tickMs + latenessMs(trace, reply.at, at ?? Number.POSITIVE_INFINITY);
      const held = at !== undefined && at - reply.at <= attemptTimeoutMs + allowedMs;
      const facts = {
        ...attemptFacts(series, attempt),
        declaredMs: attemptTimeoutMs,
        allowedMs,
        ...(at === undefined ? {} : { waitedMs: at - reply.at }),
      };
      const shown = series.outcome === undefined ? [] : [series.outcome];
      return [observed(trace, held, facts, [...attempt.events, ...shown])];
    });
  },
  decide: eachByItself,
};
