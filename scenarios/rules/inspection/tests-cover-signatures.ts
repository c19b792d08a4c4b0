import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { judgeTests, testCard } from './required-tests.ts';

export const testsCoverSignatures: InspectionRule = {
  id: 'tests-cover-signatures',
  statement: "The integration's own tests verify valid and invalid webhook signatures.",
  topic: 'inspection',
  card: { asks: 'Test that a good signature is taken and a bad one refused.', ...testCard },
  judge: (inspection, { webhook }) =>
    webhook === undefined
      ? { notApplicable: 'the integration receives no webhooks' }
      : judgeTests(inspection, ['validSignature', 'invalidSignature']),
};
