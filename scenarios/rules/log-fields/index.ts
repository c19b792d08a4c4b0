import type { Rule } from '../../../harness/ports/rule.ts';
import { readingLogs } from '../../observing.ts';
import { logCorrelationId } from './log-correlation-id.ts';
import { logDurationMs } from './log-duration-ms.ts';
import { logErrorCode } from './log-error-code.ts';
import { logIdempotencyKey } from './log-idempotency-key.ts';
import { logLevel } from './log-level.ts';
import { logMaxRetries } from './log-max-retries.ts';
import { logOperation } from './log-operation.ts';
import { logRateLimitRemaining } from './log-rate-limit-remaining.ts';
import { logRequestId } from './log-request-id.ts';
import { logRetryAttempt } from './log-retry-attempt.ts';
import { logService } from './log-service.ts';
import { logStatusCode } from './log-status-code.ts';
import { logTimestamp } from './log-timestamp.ts';
import { logUserId } from './log-user-id.ts';

/** Only errors have to have the fields, so that who logs failures as something else is never put to the test. */
const unseen =
  'No line at WARN or ERROR was seen about a failure that this field belongs to. Log failures at those levels; where that is done, run the topic "log-fields" with more --cases.';

export const logFieldRules: readonly Rule[] = [
  logTimestamp,
  logLevel,
  logService,
  logOperation,
  logRequestId,
  logIdempotencyKey,
  logRetryAttempt,
  logMaxRetries,
  logStatusCode,
  logErrorCode,
  logDurationMs,
  logCorrelationId,
  logUserId,
  logRateLimitRemaining,
].map((rule) => ({ ...readingLogs(rule), unseen }));
