/** A few characters of a key tell keys apart, and help whoever tries the rest. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself } from '../../observing.ts';
import { inLog, logEvents, whenItHasSecrets } from './sightings.ts';

export const maskedSecretNotLogged: Rule = {
  id: 'masked-secret-not-logged',
  statement: 'No log line holds a part of a secret with the rest masked.',
  topic: 'secrets',
  card: {
    asks: 'Never write a part of a secret either: "API key: sk-abc***" is not acceptable.',
    tested:
      'Every line is searched for the public prefix with some right characters behind it, and for a mask with the last ones.',
    fails: 'A line holds the first three or the last four characters of a secret beside a mask.',
    fix: 'Log the name of the variable instead: `LINEAR_API_KEY is set`.',
    source: 'STD-17-01 §1.3',
  },
  appliesTo: whenItHasSecrets,
  observe: (trace) => inLog(trace, logEvents(trace), ({ form }) => form === 'masked'),
  decide: eachByItself,
};
