/** The canaries stand in the environment and nowhere else: a credential that is none of them came from somewhere else. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { whenItSendsSecrets } from './sightings.ts';

export const secretFromEnvironment: Rule = {
  id: 'secret-from-environment',
  statement: 'Every credential that is sent to a provider is the one in the environment.',
  topic: 'secrets',
  card: {
    asks: 'Take every credential from the environment (or from a secrets manager), none from code or files.',
    tested:
      'Each declared secret gets a value made for this run, and another one when it is rotated; the credential of each request is compared with it.',
    fails: 'A request carries a credential that is not the one of this run, or one from before its rotation.',
    fix: 'Read the credential from the variable that the contract declares, without a default value.',
    source: 'STD-17-01 §1.1, §3.2',
  },
  appliesTo: whenItSendsSecrets,
  observe: (trace) =>
    trace.events.flatMap((event) => {
      if (event.type !== 'request' || event.reading.credential.kind === 'none') return [];
      const { credential, operation } = event.reading;
      const facts = { provider: event.provider, request: operation, method: event.method };
      return [observed(trace, credential.kind === 'canary' && credential.stale !== true, facts, [event])];
    }),
  decide: eachByItself,
};
