/** URLs end up in access logs, proxies and histories. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { sightingFacts, whenItSendsSecrets } from './sightings.ts';

export const secretNotInUrl: Rule = {
  id: 'secret-not-in-url',
  statement: 'No URL and no query parameter holds a secret.',
  topic: 'secrets',
  card: {
    asks: 'Keep secrets out of URLs and query parameters.',
    tested: 'The URL of every request is searched for every secret, also encoded.',
    fails: 'A URL holds a secret, or eight consecutive characters of one.',
    fix: 'Send the credential in the header that the provider names for it.',
    source: 'STD-17-01 §1.2',
  },
  appliesTo: whenItSendsSecrets,
  observe: (trace) =>
    trace.events.flatMap((event) => {
      if (event.type !== 'request') return [];
      const sighting = event.sightings.find(({ where }) => where === 'url' || where === 'query');
      const facts = { provider: event.provider, request: event.reading.operation, method: event.method };
      return [observed(trace, sighting === undefined, { ...facts, ...(sighting && sightingFacts(sighting)) }, [event])];
    }),
  decide: eachByItself,
};
