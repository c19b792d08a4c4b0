import fc from 'fast-check';
import { lostReply } from '../../harness/faults/lost-reply.ts';
import { refused } from '../../harness/faults/refused.ts';
import { reset } from '../../harness/faults/reset.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { anyOperation, firstOrSecond, oneCall, performing, striking, withinRetries } from '../planning.ts';

export const lostConnection: Scenario = {
  id: 'lost-connection',
  summary: 'The connection is refused, reset before the provider acted, or reset after it acted (the reply is lost).',
  topic: 'retry',
  cases: 36,
  plans: (context) => {
    const times = withinRetries(context);
    return oneCall(
      performing(context, anyOperation),
      fc.oneof(
        striking(context, lostReply, times, firstOrSecond),
        striking(context, reset, times),
        striking(context, refused, times),
      ),
    );
  },
};
