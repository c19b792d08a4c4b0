/** Asked of git itself, so that nested, global and negated patterns count as git counts them. */
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { found, notVerified } from './told.ts';

export const envFileIgnored: InspectionRule = {
  id: 'env-file-ignored',
  statement: 'Git ignores `.env`, and tracks no environment file called so.',
  topic: 'inspection',
  card: {
    asks: 'Have git ignore `.env`.',
    tested: '`git check-ignore` is asked for `.env`, and `git ls-files` for files of that name anywhere in the folder.',
    fails: 'No pattern covers it, or one is tracked in spite of it.',
    fix: 'Add the line `.env` to .gitignore; `git rm --cached .env` if it is tracked, and rotate what it held.',
    source: 'STD-17-01 §1.1, §3.2',
  },
  judge: ({ environmentFiles: { ignored, ignoredBy, tracked, unknown } }) => {
    if (ignored === undefined)
      return notVerified(
        'precondition-unmet',
        `Git could not be asked: ${unknown ?? 'it gave no answer'}. Run it in a clone of the repository.`,
      );
    return [
      found(ignored, { file: '.gitignore', line: 1, ...(ignoredBy === undefined ? {} : { ignoredBy }) }),
      // A `.env.production` without secrets is committed on purpose in many frameworks: what it holds is searched instead.
      ...tracked
        .filter((file) => /(^|\/)\.env$/.test(file))
        .map((file) => found(false, { file, line: 1, tracked: true })),
    ];
  },
};
