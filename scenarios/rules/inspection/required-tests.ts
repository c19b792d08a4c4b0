/** Judges the integration's own suite by the tests that the contract names for what the standard requires. */
import type { Inspection, TestCaseKind } from '../../../harness/model/inspection.ts';
import type { InspectionJudgement } from '../../../harness/ports/rule.ts';
import { brokenOr, found, notVerified } from './told.ts';

const lineFor = (kinds: readonly TestCaseKind[]): string =>
  `tests: { results: 'junit.xml', cases: { ${kinds.map((kind) => `${kind}: ['name of the test']`).join(', ')} } }`;

export const judgeTests = ({ tests }: Inspection, kinds: readonly TestCaseKind[]): InspectionJudgement => {
  if (tests.state === 'not-declared')
    return notVerified('insufficient-evidence', `Add to the contract ${lineFor(kinds)}, or attest it.`);
  if (tests.state === 'unavailable')
    return notVerified(
      'precondition-unmet',
      `${tests.detail}: let the integration's own suite write its results there first.`,
    );
  if (tests.stale)
    return notVerified(
      'precondition-unmet',
      'The results are older than the code: run the suite of the integration again.',
    );
  const undeclared = kinds.filter((kind) => (tests.cases[kind] ?? []).length === 0);
  const findings = kinds.flatMap((kind) =>
    (tests.cases[kind] ?? []).map(({ name, outcome }) => found(outcome === 'passed', { kind, name, outcome })),
  );
  return brokenOr(
    findings,
    undeclared.length === 0
      ? undefined
      : notVerified(
          'insufficient-evidence',
          `Name in the contract the tests that show it: ${lineFor(undeclared)}, or attest it.`,
        ),
  );
};

export const testCard = {
  tested:
    'The results of its own suite (JUnit XML or Vitest JSON), as the contract declares them under `tests`, must hold each test named there, and it must have passed.',
  fails: 'A named test failed, was skipped, or is not in the results.',
  fix: 'Write the test or repair it, run the suite, and name it in the contract.',
  source: 'STD-17-01 §3.7',
} as const;
