import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { judgeTests, testCard } from './required-tests.ts';

export const testsCoverDuplicates: InspectionRule = {
  id: 'tests-cover-duplicates',
  statement: "The integration's own tests verify that duplicates are processed once.",
  topic: 'inspection',
  card: { asks: 'Test that the same thing twice has one effect.', ...testCard },
  judge: (inspection) => judgeTests(inspection, ['duplicate']),
};
