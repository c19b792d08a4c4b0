/** Whatever is logged is copied, kept and read by many. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself } from '../../observing.ts';
import { inLog, logEvents, whenItHasSecrets } from './sightings.ts';

export const secretNotLogged: Rule = {
  id: 'secret-not-logged',
  statement: 'No log line holds a secret, in whatever encoding.',
  topic: 'secrets',
  card: {
    asks: 'Never write a secret to stdout or stderr.',
    tested:
      'Every line of every case is searched for every secret: plain, URL, hex, base64 and JSON encoded, and split over lines.',
    fails: 'A line holds a secret, or eight consecutive characters of its random part.',
    fix: 'Never log headers, configuration or client objects; log the fields of the standard by name.',
    source: 'STD-17-01 §1.3, §2.5, §3.3',
  },
  appliesTo: whenItHasSecrets,
  observe: (trace) => inLog(trace, logEvents(trace), ({ form }) => form !== 'masked'),
  decide: eachByItself,
};
