import { rateLimited } from '../../harness/faults/rate-limited.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { oneCall, pastEveryRetry, performing, single, striking } from '../planning.ts';

export const rateLimitedForLong: Scenario = {
  id: 'rate-limited-for-long',
  summary: 'The provider goes on refusing for want of quota until the integration gives up.',
  topic: 'rate-limit',
  cases: 24,
  plans: (context) => oneCall(performing(context, single), striking(context, rateLimited, pastEveryRetry)),
};
