/** Bodies are what people log. Where a provider wants a secret in one (an OAuth token request), the contract says so. */
import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { RequestEvent } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { sightingFacts, whenItSendsSecrets } from './sightings.ts';

const mustCarry = ({ secretCarriers }: IntegrationFacts, { provider, reading }: RequestEvent): boolean =>
  secretCarriers.some((carrier) => carrier.provider === provider && carrier.operation === reading.operation);

export const secretNotInRequestBody: Rule = {
  id: 'secret-not-in-request-body',
  statement: 'No request body holds a secret, unless the provider wants it there.',
  topic: 'secrets',
  card: {
    asks: 'Keep secrets out of request bodies, except where the provider takes them nowhere else.',
    tested: 'The body of every request is searched for every secret, also encoded and in pieces.',
    fails: 'A body holds a secret, and the contract does not name the provider operation in `secretCarriers`.',
    fix: 'Send the credential in a header; for a token request, declare it in `secretCarriers`.',
    source: 'STD-17-01 §1.2',
  },
  appliesTo: whenItSendsSecrets,
  observe: (trace) =>
    trace.events.flatMap((event) => {
      if (event.type !== 'request' || event.body === '' || mustCarry(trace.integration, event)) return [];
      const sighting = event.sightings.find(({ where }) => where === 'body');
      const facts = { provider: event.provider, request: event.reading.operation, method: event.method };
      return [observed(trace, sighting === undefined, { ...facts, ...(sighting && sightingFacts(sighting)) }, [event])];
    }),
  decide: eachByItself,
};
