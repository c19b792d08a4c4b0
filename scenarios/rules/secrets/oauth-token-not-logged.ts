/** OAuth tokens and refresh tokens act for a user: they have a line of their own in the standard. */
import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { Applicability, Rule } from '../../../harness/ports/rule.ts';
import { eachByItself } from '../../observing.ts';
import { inLog, logEvents } from './sightings.ts';

const oauthSecrets = ({ secrets }: IntegrationFacts): readonly string[] =>
  secrets.flatMap(({ name, use }) => (use === 'oauth' ? [name] : []));

const appliesTo = (integration: IntegrationFacts): Applicability =>
  oauthSecrets(integration).length > 0
    ? { applies: true }
    : { applies: false, because: 'the contract declares no OAuth token' };

export const oauthTokenNotLogged: Rule = {
  id: 'oauth-token-not-logged',
  statement: 'No log line holds an OAuth or refresh token, whole or in part.',
  topic: 'secrets',
  card: {
    asks: 'Never log OAuth tokens and refresh tokens.',
    tested: 'Every line of every case is searched for the declared secrets that are OAuth tokens, in every encoding.',
    fails: 'A line holds such a token, a part of it, or a masked print of it.',
    fix: 'Keep tokens in a variable of their own that is never part of a logged object.',
    source: 'STD-17-01 §2.5',
  },
  appliesTo,
  observe: (trace) => {
    const tokens = oauthSecrets(trace.integration);
    if (tokens.length === 0) return [];
    return inLog(trace, logEvents(trace), ({ secret }) => tokens.includes(secret));
  },
  decide: eachByItself,
};
