/** How rules say what they saw: an observation carries its own answer, and most rules turn each into one finding. */
import type { IntegrationFacts } from '../harness/model/integration-facts.ts';
import type { JsonObject } from '../harness/model/json.ts';
import type { Trace, TraceEvent } from '../harness/model/trace.ts';
import type { Evidence, Finding, Observation } from '../harness/model/verdict.ts';
import type { Applicability } from '../harness/ports/rule.ts';

/** Points at the events in this trace, in their order, each once. */
const evidence = (trace: Trace, events: readonly TraceEvent[]): Evidence => ({
  case: trace.case,
  seqs: [...new Set(events.map(({ seq }) => seq))].sort((a, b) => a - b),
});

export const observed = (
  trace: Trace,
  held: boolean,
  facts: JsonObject,
  events: readonly TraceEvent[],
): Observation => ({ evidence: evidence(trace, events), facts: { ...facts, held } });

/** One finding for each observation. */
export const eachByItself = (observations: readonly Observation[]): readonly Finding[] =>
  observations.map(({ evidence, facts: { held, ...facts } }) => ({ held: held === true, evidence: [evidence], facts }));

/** For rules about calls to providers. */
export const whenItCalls = ({ type, operations }: IntegrationFacts): Applicability => {
  if (Object.keys(operations).length > 0) return { applies: true };
  return type === 'input-only'
    ? { applies: false, because: 'the integration is called and calls nobody' }
    : {
        applies: 'cannot-tell',
        reason: 'precondition-unmet',
        next: 'Declare what the integration does under `operations` in the contract.',
      };
};
