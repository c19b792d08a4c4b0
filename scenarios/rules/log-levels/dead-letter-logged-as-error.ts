/** What was given up must be found in the log. */
import type { LogEvent, Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { logLines } from '../../log-lines.ts';
import { eachByItself, observed } from '../../observing.ts';
import { deadLettersOf, whenItTells } from './dead-letters.ts';

/** A line of plain text that says ERROR will do for the level; for its fields there are other rules. */
const errorsOf = (trace: Trace, action: number): readonly LogEvent[] => [
  ...logLines(trace).flatMap(({ event, severity }) => (severity === 'error' && event.action === action ? [event] : [])),
  ...trace.events.flatMap((event) =>
    event.type === 'log' &&
    event.action === action &&
    event.json === undefined &&
    /\b(?:ERROR|FATAL)\b/i.test(event.text)
      ? [event]
      : [],
  ),
];

export const deadLetterLoggedAsError: Rule = {
  id: 'dead-letter-logged-as-error',
  statement: 'An operation that goes to the dead letter queue is logged at ERROR.',
  topic: 'log-levels',
  card: {
    asks: 'Log at ERROR when an operation goes to the dead letter queue.',
    tested: 'The provider fails for longer than the retries last; log and dead letter queue are read.',
    fails: 'The queue has a new entry and no line of that call is ERROR.',
    fix: 'Log at ERROR in the same place that writes to the queue.',
    source: 'STD-17-01 §4.5',
  },
  appliesTo: whenItTells('deadLetters'),
  observe: (trace) =>
    deadLettersOf(trace).map(({ action, operation, entries }) => {
      const errors = errorsOf(trace, action);
      const lines = trace.events.filter((event) => event.type === 'log' && event.action === action).length;
      return observed(trace, errors.length > 0, { operation, entries: entries.length, lines }, [...entries, ...errors]);
    }),
  decide: eachByItself,
};
