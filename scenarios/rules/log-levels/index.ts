import type { Rule } from '../../../harness/ports/rule.ts';
import { readingLogs } from '../../observing.ts';
import { deadLetterAlerts } from './dead-letter-alerts.ts';
import { deadLetterLoggedAsError } from './dead-letter-logged-as-error.ts';
import { permanentFailureLoggedAsError } from './permanent-failure-logged-as-error.ts';
import { successLoggedAsInfo } from './success-logged-as-info.ts';
import { transientFailureLoggedAsWarn } from './transient-failure-logged-as-warn.ts';

export const logLevelRules: readonly Rule[] = [
  ...[successLoggedAsInfo, transientFailureLoggedAsWarn, permanentFailureLoggedAsError, deadLetterLoggedAsError].map(
    readingLogs,
  ),
  deadLetterAlerts,
];
