import fc from 'fast-check';
import type { Action } from '../../harness/model/plan.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { performing } from '../planning.ts';

const hourMs = 3_600_000;

export const sameContentAgain: Scenario = {
  id: 'same-content-again',
  summary: 'The same input is given again within 24 hours, by the same user and by another.',
  topic: 'idempotency',
  cases: 40,
  plans: (context) => {
    const call = performing(context, ({ idempotency }) => idempotency === 'content');
    return (
      call &&
      fc
        .record({
          first: call,
          pauseHours: fc.constantFrom(0, 0, 12, 23),
          again: fc.constantFrom('same user' as const, 'same user' as const, 'another user' as const),
        })
        .map(({ first, pauseHours, again }) => {
          const second: Action = again === 'same user' ? first : { ...first, user: `${first.user}-2` };
          const pause: readonly Action[] = pauseHours === 0 ? [] : [{ kind: 'wait', ms: pauseHours * hourMs }];
          return { actions: [first, ...pause, second], faults: [] };
        })
    );
  },
};
