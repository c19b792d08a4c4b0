/** The order in which things were committed. */
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { brokenOr, found, notVerified } from './told.ts';

export const envFileIgnoredFirst: InspectionRule = {
  id: 'env-file-ignored-first',
  statement: 'Git ignored `.env` before the first environment file was committed.',
  topic: 'inspection',
  card: {
    asks: 'Have git ignore `.env` before there is any environment file.',
    tested:
      'For each commit that first brought in an environment file (`.env`, `.env.local`, ...; templates such as `.env.example` are none), git is asked with the ignore files of that commit.',
    fails: 'It did not ignore `.env` then.',
    fix: 'The past stays as it is: rotate what that file held, and waive this with the date of the rotation, or rewrite the history.',
    source: 'STD-17-01 §1.1',
  },
  judge: ({ environmentFiles: { committed, unknown } }) => {
    const findings = committed.map(({ file, commit, ignoredThen }) => found(ignoredThen, { file, line: 1, commit }));
    const unseen =
      unknown === undefined
        ? undefined
        : notVerified(
            'precondition-unmet',
            `Not every commit could be asked: ${unknown}. Fetch them all, in GitHub Actions with fetch-depth: 0.`,
          );
    return brokenOr(findings.length === 0 ? [found(true, { committed: 0 })] : findings, unseen);
  },
};
