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
].map(readingLogs);
