/** How long it took: of this attempt at least, and not more than the whole call so far. */
import type { Trace } from '../../../harness/model/trace.ts';
import { endedAt } from '../../attempts.ts';
import { latenessMs } from '../../lateness.ts';
import type { Place } from '../../log-lines.ts';
import { failureFieldRule, numberThat } from './field-rule.ts';

const calledAt = (trace: Trace, { series }: Place): number =>
  trace.events.find((event) => event.type === 'action' && event.action === series.action)?.at ?? 0;

/** A client starts its watch before the request leaves, and stops it after the reply was read. */
const slackMs = (trace: Trace, place: Place): number => {
  if (trace.clock === 'virtual') return 50;
  const next = place.series.attempts[place.index + 1];
  return latenessMs(trace, calledAt(trace, place), next?.at ?? Number.POSITIVE_INFINITY);
};

export const logDurationMs = failureFieldRule({
  field: 'duration_ms',
  statement: 'A line about an HTTP error says as `duration_ms` how many milliseconds the request took.',
  card: {
    asks: 'Write the duration of the request as the number `duration_ms`, in milliseconds.',
    tested: 'Error replies come after a known time; the lines are compared with it, and with the time since the call.',
    fails:
      'It is absent after an HTTP error, under another name, no number, less than the request took, or more than the call did.',
    fix: 'Take the time before the request and after its end, and log the difference in milliseconds.',
    source: 'STD-17-01 §2.3',
  },
  expects: (place, trace) => {
    const { attempt } = place;
    const ended = endedAt(attempt);
    if (ended === undefined) return undefined;
    const took = ended - attempt.at;
    const since = ended - calledAt(trace, place);
    const slack = slackMs(trace, place);
    return {
      absent: attempt.end.kind === 'reply' && attempt.end.reply.status >= 400 ? 'wrong' : 'untold',
      judge: numberThat((value) => {
        if (value < 0) return { why: 'negative' };
        if (value < took - slack) return { why: 'too-short' };
        return value > since + slack ? { why: 'too-long' } : 'right';
      }),
      facts: { wanted: took, sinceCallMs: since, toleranceMs: slack },
    };
  },
});
