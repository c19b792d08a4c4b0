/** Somebody has to come and look: a queue that nobody reads is a grave. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { deadLettersOf, probed, whenItTells } from './dead-letters.ts';

export const deadLetterAlerts: Rule = {
  id: 'dead-letter-alerts',
  statement: 'An operation that goes to the dead letter queue raises an alert.',
  topic: 'log-levels',
  card: {
    asks: 'Raise an alert when an operation goes to the dead letter queue.',
    tested:
      'The provider fails for longer than the retries last; dead letters and alerts are read through their probes.',
    fails: 'The queue has a new entry, and no alert was raised for it or before it (one alert may stand for several).',
    fix: 'Raise the alert in the same place that writes to the queue.',
    source: 'STD-17-01 §4.5, §3.3',
  },
  appliesTo: whenItTells('deadLetters', 'alerts'),
  observe: (trace) =>
    deadLettersOf(trace).map(({ action, operation, entries }) => {
      const alerts = trace.events.flatMap((event) =>
        event.type === 'action' && event.action <= action ? probed(trace, 'alerts', event.action) : [],
      );
      return observed(trace, alerts.length > 0, { operation, entries: entries.length }, [...entries, ...alerts]);
    }),
  decide: eachByItself,
};
