/** The calls that left something in the dead letter queue, with what was told of it. */
import type { IntegrationFacts, ProbeName } from '../../../harness/model/integration-facts.ts';
import type { ProbeEvent, Trace } from '../../../harness/model/trace.ts';
import type { Applicability, Conduct } from '../../../harness/ports/rule.ts';
import { becauseItCallsNobody, callsNobody } from '../../observing.ts';

export interface DeadLetters {
  readonly action: number;
  readonly operation: string;
  readonly entries: readonly ProbeEvent[];
}

export const probed = (trace: Trace, probe: ProbeEvent['probe'], action: number): readonly ProbeEvent[] =>
  trace.events.flatMap((event) =>
    event.type === 'probe' && event.probe === probe && event.action === action ? [event] : [],
  );

export const deadLettersOf = (trace: Trace): readonly DeadLetters[] =>
  trace.events.flatMap((event) => {
    if (event.type !== 'action') return [];
    const entries = probed(trace, 'deadLetters', event.action);
    if (entries.length === 0) return [];
    return [{ action: event.action, operation: event.does.kind === 'perform' ? event.does.operation : '', entries }];
  });

const lines: { readonly [probe in Exclude<ProbeName, 'effects' | 'notifications'>]: string } = {
  deadLetters:
    'Return `deadLetters: () => [...]` from `start()` in the contract, or name its path in `subject.probes`.',
  alerts: 'Return `alerts: () => [...]` from `start()` in the contract, or name its path in `subject.probes`.',
};

export const whenItTells =
  (...probes: readonly (keyof typeof lines)[]) =>
  (integration: IntegrationFacts, conduct?: Conduct): Applicability => {
    if (conduct?.deadLetters !== true && callsNobody(integration, conduct)) return becauseItCallsNobody;
    const missing = probes.filter((probe) => !integration.probes.includes(probe));
    if (missing.length === 0) return { applies: true };
    return { applies: 'cannot-tell', reason: 'no-probe', next: missing.map((probe) => lines[probe]).join(' ') };
  };
