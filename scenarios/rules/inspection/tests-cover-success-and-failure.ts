import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { judgeTests, testCard } from './required-tests.ts';

export const testsCoverSuccessAndFailure: InspectionRule = {
  id: 'tests-cover-success-and-failure',
  statement: "The integration's own tests cover success and failure.",
  topic: 'inspection',
  card: { asks: 'Test what happens when it works and when it fails.', ...testCard },
  judge: (inspection) => judgeTests(inspection, ['success', 'failure']),
};
