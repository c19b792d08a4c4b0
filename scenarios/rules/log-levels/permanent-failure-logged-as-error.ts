/** What can never succeed needs somebody to look. */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts, failureOf, isGivenUp, isInBackground } from '../../attempts.ts';
import { type LogLine, logLines, type Place } from '../../log-lines.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { levelFacts, reportedFailures } from './failure-lines.ts';

/** Nothing was asked for after it that might have mended it. */
const endsTheWork = (trace: Trace, { series, attempt }: Place): boolean =>
  isInBackground(series, attempt) &&
  !trace.events.some(
    (event) => event.type === 'request' && event.action === series.action && event.seq > (attempt.request?.seq ?? 0),
  );

/** It ended the call, or the work in the background, and it is no answer for this operation. */
const isFinal = (trace: Trace, place: Place): boolean => {
  const { series, index, attempt } = place;
  const { end } = attempt;
  if (failureOf(attempt) !== 'permanent' || end.kind !== 'reply') return false;
  if (series.facts?.expectedStatuses.includes(end.reply.status) === true) return false;
  return (isGivenUp(series) || endsTheWork(trace, place)) && index === series.attempts.length - 1;
};

/** The error may be told only when the whole operation ends. */
const errorsAfter = (trace: Trace, { series, attempt }: Place): readonly LogLine[] =>
  logLines(trace).filter(
    ({ event, severity }) =>
      severity === 'error' && event.action === series.action && event.seq > (attempt.events[0]?.seq ?? 0),
  );

export const permanentFailureLoggedAsError: Rule = {
  id: 'permanent-failure-logged-as-error',
  statement: 'What is logged of a permanent failure is logged at ERROR.',
  topic: 'log-levels',
  card: {
    asks: 'Log a failure that no retry can mend at ERROR.',
    tested: 'Requests are refused with 400, 401, 403, 404 or 422 and the call fails; the lines after it are read.',
    fails: 'The failure is logged, but never at ERROR. Where nothing is logged, nothing is judged.',
    fix: 'Log at ERROR where the integration decides not to retry.',
    source: 'STD-17-01 §4.5',
  },
  appliesTo: whenItCalls,
  observe: (trace) =>
    reportedFailures(trace).flatMap(({ places, lines }) => {
      const [place] = places;
      if (place === undefined || !places.every((each) => isFinal(trace, each))) return [];
      const errors = errorsAfter(trace, place);
      const facts = { ...attemptFacts(place.series, place.attempt), ...levelFacts(errors.length > 0 ? errors : lines) };
      const shown = [...place.attempt.events, ...[...lines, ...errors].map(({ event }) => event)];
      return [observed(trace, errors.length > 0, facts, shown)];
    }),
  decide: eachByItself,
};
