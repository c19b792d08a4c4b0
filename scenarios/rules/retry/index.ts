/** Rules about when to try again, how often, and what becomes of an operation that failed for good. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptTimesOut } from './attempt-times-out.ts';
import { deadLetterOnExhaustion } from './dead-letter-on-exhaustion.ts';
import { declaredRetriesSane } from './declared-retries-sane.ts';
import { lostConnectionRetried } from './lost-connection-retried.ts';
import { permanentErrorNotRetried } from './permanent-error-not-retried.ts';
import { rateLimitRetried } from './rate-limit-retried.ts';
import { retriesWithinDeclared } from './retries-within-declared.ts';
import { serverErrorRetried } from './server-error-retried.ts';
import { spentAccountNotRetried } from './spent-account-not-retried.ts';
import { successNotRetried } from './success-not-retried.ts';
import { timeoutRetried } from './timeout-retried.ts';

export const retryRules: readonly Rule[] = [
  successNotRetried,
  permanentErrorNotRetried,
  rateLimitRetried,
  serverErrorRetried,
  timeoutRetried,
  attemptTimesOut,
  retriesWithinDeclared,
  declaredRetriesSane,
  deadLetterOnExhaustion,
  lostConnectionRetried,
  spentAccountNotRetried,
];
