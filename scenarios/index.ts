import type { Scenario } from '../harness/ports/scenario.ts';
import { control } from './control/control.ts';
import { credentialExpires } from './errors/expired-credential.ts';
import { strangeReply } from './errors/strange-reply.ts';
import { sameContentAgain } from './idempotency/same-content-again.ts';
import { slowFailure } from './log-fields/slow-failure.ts';
import { batchOnSmallQuota } from './rate-limit/batch-on-small-quota.ts';
import { quotaUsedUp } from './rate-limit/quota-used-up.ts';
import { rateLimitedForAWhile } from './rate-limit/rate-limited.ts';
import { rateLimitedForLong } from './rate-limit/rate-limited-for-long.ts';
import { retryAfterOnOutage } from './rate-limit/retry-after-on-outage.ts';
import { clientTimeout } from './retry/client-timeout.ts';
import { lastingOutage } from './retry/lasting-outage.ts';
import { lostConnection } from './retry/lost-connection.ts';
import { permanentErrors } from './retry/permanent-error.ts';
import { serverErrorBurst } from './retry/server-error-burst.ts';

/** In the order in which they run. */
export const allScenarios: readonly Scenario[] = [
  control,
  serverErrorBurst,
  lastingOutage,
  clientTimeout,
  lostConnection,
  permanentErrors,
  credentialExpires,
  strangeReply,
  slowFailure,
  rateLimitedForAWhile,
  rateLimitedForLong,
  retryAfterOnOutage,
  quotaUsedUp,
  batchOnSmallQuota,
  sameContentAgain,
];
