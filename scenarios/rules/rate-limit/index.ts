/** Rules about living with a quota. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { batchPaced } from './batch-paced.ts';
import { rateLimitDetected } from './rate-limit-detected.ts';
import { remainingTracked } from './remaining-tracked.ts';
import { resetTimeHonoured } from './reset-time-honoured.ts';
import { retryAfterHonoured } from './retry-after-honoured.ts';
import { retryAfterHonouredOnServerError } from './retry-after-honoured-on-server-error.ts';
import { userNotifiedOfRateLimit } from './user-notified-of-rate-limit.ts';

export const rateLimitRules: readonly Rule[] = [
  rateLimitDetected,
  retryAfterHonoured,
  remainingTracked,
  batchPaced,
  userNotifiedOfRateLimit,
  retryAfterHonouredOnServerError,
  resetTimeHonoured,
];
