import { rateLimited } from '../../harness/faults/rate-limited.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { anyOperation, oneCall, performing, striking, withinRetries } from '../planning.ts';

export const rateLimitedForAWhile: Scenario = {
  id: 'rate-limited',
  summary: 'The provider refuses for want of quota, in its own dialect, with every form of Retry-After.',
  topic: 'rate-limit',
  cases: 60,
  plans: (context) =>
    oneCall(performing(context, anyOperation), striking(context, rateLimited, withinRetries(context))),
};
