/** Traces of an integration that does nothing, for tests of what looks at their events alone. */
import type { Trace, TraceEvent } from './model/trace.ts';

export const idleFacts: Trace['integration'] = {
  service: 's',
  type: 'output-only',
  providers: [],
  policy: { maxRetries: 3, baseDelayMs: 1, maxDelayMs: 1, attemptTimeoutMs: 1_000 },
  operations: {},
  secrets: [],
  probes: [],
  secretCarriers: [],
};

export const traceOf = (clock: Trace['clock'], ...events: readonly TraceEvent[]): Trace => ({
  traceVersion: 1,
  case: 'c#0',
  plan: { scenario: 'c', seed: 1, actions: [], faults: [] },
  integration: idleFacts,
  clock,
  epochMs: 0,
  events,
  complete: true,
});
