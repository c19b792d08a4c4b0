import fc from 'fast-check';
import { serverError } from '../../harness/faults/server-error.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { anyOperation, oneCall, performing, strikingWith, withinRetries } from '../planning.ts';

export const retryAfterOnOutage: Scenario = {
  id: 'retry-after-on-outage',
  summary: 'A 503 that says when to come back.',
  topic: 'rate-limit',
  cases: 12,
  plans: (context) =>
    oneCall(
      performing(context, anyOperation),
      strikingWith(
        serverError,
        fc.record({ status: fc.constant(503), retryAfterSeconds: fc.integer({ min: 1, max: 20 }) }),
        withinRetries(context),
      ),
    ),
};
