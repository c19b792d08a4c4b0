import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { judgeTests, testCard } from './required-tests.ts';

export const testsCoverRetries: InspectionRule = {
  id: 'tests-cover-retries',
  statement: "The integration's own tests verify that 5xx and 429 are retried.",
  topic: 'inspection',
  card: { asks: 'Test that a server error and a rate limit are retried.', ...testCard },
  judge: (inspection) => judgeTests(inspection, ['retryOnServerError', 'retryOnRateLimit']),
};
