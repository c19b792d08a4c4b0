import type { Rule } from '../../harness/ports/rule.ts';
import { backoffRules } from './backoff/index.ts';
import { errorRules } from './errors/index.ts';
import { idempotencyRules } from './idempotency/index.ts';
import { logFieldRules } from './log-fields/index.ts';
import { logLevelRules } from './log-levels/index.ts';
import { rateLimitRules } from './rate-limit/index.ts';
import { retryRules } from './retry/index.ts';
import { secretRules } from './secrets/index.ts';
import { streamRules } from './stream/index.ts';
import { webhookRules } from './webhook/index.ts';

/** Every rule, by topic. */
export const allRules: readonly Rule[] = [
  ...retryRules,
  ...idempotencyRules,
  ...backoffRules,
  ...rateLimitRules,
  ...secretRules,
  ...errorRules,
  ...logFieldRules,
  ...logLevelRules,
  ...streamRules,
  ...webhookRules,
];
