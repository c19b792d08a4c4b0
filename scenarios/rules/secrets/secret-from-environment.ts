/**
 * The canaries stand in the environment, or are told by a secret manager, and stand nowhere else: a credential that is none of
 * them came from somewhere else.
 */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { whenItSendsSecrets } from './sightings.ts';

/** Nobody tells the integration when a manager has a new value: the old one is found out by its refusal. */
const mayBeOld = ({ integration }: Trace, secret: string): boolean =>
  integration.secrets.some(({ name, managed }) => name === secret && managed === true);

export const secretFromEnvironment: Rule = {
  id: 'secret-from-environment',
  statement:
    'Every credential that is sent to a provider is the one in the environment, or the one that the secret manager serves.',
  topic: 'secrets',
  card: {
    asks: 'Take every credential from the environment (or from a secrets manager), none from code or files.',
    tested:
      'Each declared secret gets a value made for this run, and another one when it is rotated; the credential of each request is compared with it. What the contract lists under `secretManager` is told by the simulated manager alone.',
    fails:
      'A request carries a credential that is not the one of this run, or one from before its rotation (what a manager serves may be found out to be old by its refusal).',
    fix: 'Read the credential from the variable that the contract declares, or from the manager, without a default value.',
    source: 'STD-17-01 §1.1, §3.2',
  },
  appliesTo: whenItSendsSecrets,
  observe: (trace) =>
    trace.events.flatMap((event) => {
      if (event.type !== 'request' || event.reading.credential.kind === 'none') return [];
      const { credential, operation } = event.reading;
      const facts = { provider: event.provider, request: operation, method: event.method };
      const isOurs = credential.kind === 'canary' && (credential.stale !== true || mayBeOld(trace, credential.secret));
      return [observed(trace, isOurs, facts, [event])];
    }),
  decide: eachByItself,
};
