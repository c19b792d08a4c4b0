import type { Scenario } from '../harness/ports/scenario.ts';
import { control } from './control/control.ts';
import { credentialExpires } from './errors/expired-credential.ts';
import { secretRotates } from './errors/rotated-secret.ts';
import { strangeReply } from './errors/strange-reply.ts';
import { sameContentAgain } from './idempotency/same-content-again.ts';
import { slowFailure } from './log-fields/slow-failure.ts';
import { batchOnSmallQuota } from './rate-limit/batch-on-small-quota.ts';
import { quotaUsedUp } from './rate-limit/quota-used-up.ts';
import { rateLimitedForAWhile } from './rate-limit/rate-limited.ts';
import { rateLimitedForLong } from './rate-limit/rate-limited-for-long.ts';
import { retryAfterOnOutage } from './rate-limit/retry-after-on-outage.ts';
import { clientTimeout } from './retry/client-timeout.ts';
import { failedHandshake } from './retry/failed-handshake.ts';
import { lastingOutage } from './retry/lasting-outage.ts';
import { lastingSilence } from './retry/lasting-silence.ts';
import { lostConnection } from './retry/lost-connection.ts';
import { permanentErrors } from './retry/permanent-error.ts';
import { serverErrorBurst } from './retry/server-error-burst.ts';
import { spentAccount } from './retry/spent-account.ts';
import { brokenStream } from './stream/broken-stream.ts';
import { badSignature } from './webhook/bad-signature.ts';
import { downstreamOutage } from './webhook/downstream-outage.ts';
import { duplicateDelivery } from './webhook/duplicate-delivery.ts';
import { goodDelivery } from './webhook/good-delivery.ts';
import { outOfOrderDelivery } from './webhook/out-of-order-delivery.ts';
import { restartAfterAnswering } from './webhook/restart-after-answering.ts';
import { slowDownstream } from './webhook/slow-downstream.ts';
import { staleDelivery } from './webhook/stale-delivery.ts';
import { strangeDelivery } from './webhook/strange-delivery.ts';

/** In the order in which they run. */
export const allScenarios: readonly Scenario[] = [
  control,
  serverErrorBurst,
  lastingOutage,
  clientTimeout,
  lastingSilence,
  lostConnection,
  failedHandshake,
  permanentErrors,
  spentAccount,
  credentialExpires,
  secretRotates,
  strangeReply,
  slowFailure,
  rateLimitedForAWhile,
  rateLimitedForLong,
  retryAfterOnOutage,
  quotaUsedUp,
  batchOnSmallQuota,
  sameContentAgain,
  brokenStream,
  goodDelivery,
  badSignature,
  staleDelivery,
  duplicateDelivery,
  outOfOrderDelivery,
  strangeDelivery,
  slowDownstream,
  downstreamOutage,
  restartAfterAnswering,
];
