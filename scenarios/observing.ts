/** How rules say what they saw: an observation carries its own answer, and most rules turn each into one finding. */
import type { IntegrationFacts } from '../harness/model/integration-facts.ts';
import type { JsonObject } from '../harness/model/json.ts';
import type { Trace, TraceEvent } from '../harness/model/trace.ts';
import type { Evidence, Finding, Observation } from '../harness/model/verdict.ts';
import type { Applicability, Conduct, Rule } from '../harness/ports/rule.ts';

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

/** It is called and calls nobody: its contract says so, and nothing else was seen. */
export const callsNobody = ({ type, operations }: IntegrationFacts, conduct?: Conduct): boolean =>
  type === 'input-only' && Object.keys(operations).length === 0 && conduct?.calls !== true;

export const becauseItCallsNobody: Applicability = {
  applies: false,
  because: 'it is input-only, declares no operation, and no call of its own was seen',
};

/** For rules about operations, which call providers. */
export const whenItCalls = (integration: IntegrationFacts, conduct?: Conduct): Applicability => {
  if (Object.keys(integration.operations).length > 0) return { applies: true };
  if (callsNobody(integration, conduct)) return becauseItCallsNobody;
  return {
    applies: 'cannot-tell',
    reason: 'precondition-unmet',
    next:
      integration.type === 'input-only'
        ? 'The contract says input-only, yet the integration called somebody: declare it bidirectional, with what it does under `operations`.'
        : 'Declare what the integration does under `operations` in the contract.',
  };
};

/** For rules that read log lines: where none can be read, the rest of what is needed would help nobody. */
export const readingLogs = (rule: Rule): Rule => ({
  ...rule,
  appliesTo: (integration, conduct) => {
    const applies = rule.appliesTo(integration, conduct);
    if (applies.applies !== true || conduct === undefined || conduct.logs === 'json') return applies;
    return { applies: 'cannot-tell', reason: 'precondition-unmet', next: nextForLogs[conduct.logs] };
  },
});

const nextForLogs = {
  nothing:
    'It printed nothing. Only stdout and stderr are read: let its log go there while it is verified, as JSON lines.',
  text: 'It printed lines, and none is a JSON object, which is all whose fields can be read: log one JSON object on each line.',
} as const;

/** For rules about what is sent and answered on the wire, whoever asked for it. */
export const whenItMayCall = (integration: IntegrationFacts, conduct?: Conduct): Applicability =>
  callsNobody(integration, conduct) ? becauseItCallsNobody : { applies: true };
