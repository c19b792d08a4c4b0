/** Providers repeat what they were sent ("Incorrect API key provided: ..."), and so does whoever logs their words. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself } from '../../observing.ts';
import { inLog, logEvents, whenItHasSecrets } from './sightings.ts';

export const errorMessageSanitised: Rule = {
  id: 'error-message-sanitised',
  statement: 'A credential that a provider repeats in its error text does not get into the log.',
  topic: 'secrets',
  card: {
    asks: 'Take credentials out of error messages before logging them.',
    tested:
      'The provider refuses a request and repeats its credential in the error text; the lines after it are searched.',
    fails: 'A line written after that reply holds the credential, whole, encoded or masked.',
    fix: 'Log the kind, status and code of the error; log the provider’s text only through a redactor.',
    source: 'STD-17-01 §1.3',
  },
  appliesTo: whenItHasSecrets,
  observe: (trace) => {
    const echo = trace.events.find((event) => event.type === 'reply' && event.sightings.length > 0);
    if (echo?.type !== 'reply') return [];
    const repeated = new Set(echo.sightings.map(({ secret }) => secret));
    const after = logEvents(trace).filter(({ seq }) => seq > echo.seq);
    return inLog(trace, after, ({ secret }) => repeated.has(secret));
  },
  decide: eachByItself,
};
