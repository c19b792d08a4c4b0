import fc from 'fast-check';
import { quotaLeft } from '../../harness/faults/quota-left.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { anyQuota, oneCall, performing, strikingWith } from '../planning.ts';

export const batchOnSmallQuota: Scenario = {
  id: 'batch-on-small-quota',
  summary: 'A batch whose first reply says that fewer requests (or tokens) are left than it has items.',
  topic: 'rate-limit',
  cases: 16,
  plans: (context) =>
    oneCall(
      performing(context, ({ batch }) => batch),
      strikingWith(
        quotaLeft,
        fc.record({
          remaining: fc.integer({ min: 0, max: 2 }),
          resetInMs: fc.integer({ min: 10, max: 60 }).map((seconds) => seconds * 1000),
          unit: anyQuota(context),
        }),
        fc.constant(1),
      ),
    ),
};
