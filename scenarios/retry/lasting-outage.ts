import fc from 'fast-check';
import { serverError } from '../../harness/faults/server-error.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { oneCall, pastEveryRetry, performing, single, strikingWith } from '../planning.ts';

export const lastingOutage: Scenario = {
  id: 'lasting-outage',
  summary: 'The provider is down for longer than the retries last. Every delay of the back-off can be seen.',
  topic: 'backoff',
  cases: 72,
  // Three waits each: what decides on the distribution of waits wants 120 of them.
  realCases: 40,
  plans: (context) =>
    oneCall(
      performing(context, single),
      strikingWith(serverError, fc.record({ status: fc.constantFrom(503, 500, 502, 504) }), pastEveryRetry),
    ),
};
