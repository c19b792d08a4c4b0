/** A bench with one scenario, 503, 503 and then the real reply, and no rule: what is timed is running, not judging. */
import fc from 'fast-check';
import type { Bench } from '../harness/bench.ts';
import { serverError } from '../harness/faults/server-error.ts';
import { anyOperation, oneCall, performing, strikingWith } from '../scenarios/planning.ts';
import { std1701 } from '../scenarios/standards/std-17-01.ts';

export const bench: Bench = {
  scenarios: [
    {
      id: 'two-failures',
      summary: 'Two 503s, then the real reply.',
      topic: 'bench',
      cases: 1,
      plans: (context) =>
        oneCall(
          performing(context, anyOperation),
          strikingWith(serverError, fc.constant({ status: 503 }), fc.constant(2)),
        ),
    },
  ],
  rules: [],
  inspectionRules: [],
  faults: [serverError],
  standard: std1701,
  catalogue: { providers: {}, dialects: {} },
  module: import.meta.url,
};
