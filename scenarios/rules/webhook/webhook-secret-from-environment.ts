/**
 * The secret of this run stands in the environment and nowhere else: an endpoint that takes what is signed with it, and
 * nothing signed with another, has it from there.
 */
import type { Evidence, Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { observed } from '../../observing.ts';
import { isAcknowledged, isRefused, sentEvents, sentOf, whenItReceives } from './sent.ts';

/** Enough of them to look at. */
const shown = 5;

const some = (observations: readonly Observation[], fact: string): boolean =>
  observations.some(({ facts }) => facts[fact] === true);

const evidenceOf = (observations: readonly Observation[]): readonly Evidence[] =>
  observations.slice(0, shown).map(({ evidence }) => evidence);

export const webhookSecretFromEnvironment: Rule = {
  id: 'webhook-secret-from-environment',
  statement: 'Deliveries are verified with the secret from the environment.',
  topic: 'webhook',
  card: {
    asks: 'Read the secret of the webhook from its variable, not from code or a file.',
    tested:
      'The variable gets a value made for this run. Deliveries signed with it have to be accepted, and either those signed with another have to be refused, or the variable has to be seen being read.',
    fails:
      'Deliveries signed with the value of the variable are refused, not one is accepted, and nothing read the variable (which shows in Node on the virtual clock).',
    fix: 'Read the variable that the contract declares from the environment (`process.env`, `os.environ`), without a default value.',
    source: 'STD-17-01 §3.6',
  },
  appliesTo: whenItReceives,
  observe: (trace) => {
    const variable = trace.integration.webhook?.secret ?? '';
    const all = sentOf(trace);
    const good = all.filter(({ delivery }) => delivery.expect === 'accept' && delivery.fault === undefined);
    const foreign = all.filter(({ delivery }) => delivery.fault === 'wrong-secret');
    const reads = trace.events.filter((event) => event.type === 'env-read' && event.name === variable);
    if (good.length + foreign.length + reads.length === 0) return [];
    const facts = {
      variable,
      accepted: good.some(isAcknowledged),
      refused: good.some(isRefused),
      foreignRefused: foreign.some(isRefused),
      read: reads.length > 0,
      // Only an agent sees the environment being read, and brings the virtual clock with it.
      readsShow: trace.clock === 'virtual',
    };
    return [observed(trace, facts.accepted, facts, [...sentEvents(...good, ...foreign), ...reads])];
  },
  // Configuration is often read once for all cases, so that one case alone cannot show that nobody read it.
  decide: (observations) => {
    const [first] = observations;
    if (first === undefined) return [];
    const { variable = '' } = first.facts;
    const accepted = observations.filter(({ facts }) => facts.accepted === true);
    const refused = observations.filter(({ facts }) => facts.refused === true);
    const isRead = some(observations, 'read');
    if (accepted.length > 0)
      return isRead || some(observations, 'foreignRefused')
        ? accepted.map(({ evidence }) => ({ held: true, evidence: [evidence], facts: { variable, isRead } }))
        : [];
    return refused.length > 0 && !isRead && some(observations, 'readsShow')
      ? [{ held: false, evidence: evidenceOf(refused), facts: { variable, refused: refused.length } }]
      : [];
  },
};
