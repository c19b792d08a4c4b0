import fc from 'fast-check';
import { lostReply } from '../../harness/faults/lost-reply.ts';
import { rateLimited } from '../../harness/faults/rate-limited.ts';
import { reset } from '../../harness/faults/reset.ts';
import { serverError } from '../../harness/faults/server-error.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { pastEveryRetry, striking, withinRetries } from '../planning.ts';
import { afterAGoodOne, callsSomebody } from './delivering.ts';

export const downstreamOutage: Scenario = {
  id: 'downstream-outage',
  summary: 'The calls that the endpoint makes for an event fail, for a while or until it gives up.',
  topic: 'webhook',
  cases: 24,
  plans: (context) => {
    const times = fc.oneof(withinRetries(context), pastEveryRetry);
    return callsSomebody(context)
      ? afterAGoodOne(
          context,
          fc.oneof(...[serverError, rateLimited, reset, lostReply].map((fault) => striking(context, fault, times))),
        )
      : undefined;
  },
};
