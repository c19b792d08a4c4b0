/** What will be tried again is worth a warning, not an alarm. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts, isTransient } from '../../attempts.ts';
import type { Place } from '../../log-lines.ts';
import { eachByItself, observed, whenItMayCall } from '../../observing.ts';
import { levelFacts, reportedFailures } from './failure-lines.ts';

/** Of work on an event only the first failure: after a later one, a queue may have given up for now and come back. */
const isRetried = ({ series, index, attempt }: Place): boolean =>
  isTransient(attempt) && index + 1 < series.attempts.length && ('perform' in series || index === 0);

export const transientFailureLoggedAsWarn: Rule = {
  id: 'transient-failure-logged-as-warn',
  statement: 'What is logged of a transient failure that will be retried is logged at WARN.',
  topic: 'log-levels',
  card: {
    asks: 'Log a failure that will be retried at WARN.',
    tested: 'Requests fail once or several times and are sent again; the lines between two attempts are read.',
    fails: 'The failure is logged, but at another level only. Where nothing is logged, nothing is judged.',
    fix: 'Log at WARN where the next attempt is scheduled; keep ERROR for giving up.',
    source: 'STD-17-01 §4.5',
  },
  appliesTo: whenItMayCall,
  observe: (trace) =>
    reportedFailures(trace).flatMap(({ places, lines }) => {
      const [place] = places;
      if (place === undefined || !places.every(isRetried)) return [];
      const held = lines.some(({ severity }) => severity === 'warn');
      const facts = { ...attemptFacts(place.series, place.attempt), ...levelFacts(lines) };
      return [observed(trace, held, facts, [...place.attempt.events, ...lines.map(({ event }) => event)])];
    }),
  decide: eachByItself,
};
