import fc from 'fast-check';
import { quotaLeft } from '../../harness/faults/quota-left.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { anyQuota, performing, single, strikingWith } from '../planning.ts';

export const quotaUsedUp: Scenario = {
  id: 'quota-used-up',
  summary:
    'A good reply says that no request, or no token, is left until a reset, and the integration is called again at once.',
  topic: 'rate-limit',
  cases: 16,
  realCases: 16,
  plans: (context) => {
    const call = performing(context, single);
    // Many of them short enough to be awaited on the real clock too, and yet none that nobody has to wait for.
    const seconds = fc.oneof(fc.integer({ min: 11, max: 18 }), fc.integer({ min: 10, max: 60 }));
    const resetInMs = seconds.map((each) => each * 1000);
    return (
      call &&
      fc
        .tuple(
          call,
          call,
          strikingWith(
            quotaLeft,
            fc.record({ remaining: fc.constant(0), resetInMs, unit: anyQuota(context) }),
            fc.constant(50),
          ),
        )
        .map(([first, second, fault]) => ({ actions: [first, second], faults: [fault] }))
    );
  },
};
