/** What was committed once stays in every clone, also when a later commit took it out. */
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { brokenOr, notVerified } from './told.ts';
import { secretFindings, unreached } from './unread.ts';

export const secretNotInHistory: InspectionRule = {
  id: 'secret-not-in-history',
  statement: 'No commit ever held a secret.',
  topic: 'inspection',
  card: {
    asks: 'Never commit a secret, also not for a moment.',
    tested:
      'Every version of every file on every branch and tag, and every commit message, is searched as the files of today are. What git ignores now counts when it was committed once.',
    fails: 'One is found, and gauntlet.allow-secrets.yaml gives no reason why it is none.',
    fix: 'Rotate it first. Then list it there with "rotated on ..." as reason, or rewrite the history with git filter-repo.',
    source: 'STD-17-01 §1.1, §5.1',
  },
  judge: ({ git, history }) => {
    if ('detail' in git)
      return notVerified(
        'precondition-unmet',
        `The history was not read: ${git.detail}. Run it in a clone of the repository.`,
      );
    if (git.state === 'empty')
      return notVerified('not-exercised', 'Nothing was committed yet: run it again when something is.');
    const missing =
      git.state === 'full'
        ? undefined
        : notVerified(
            'precondition-unmet',
            `Older commits were not fetched (the clone is ${git.state}): fetch them all, in GitHub Actions with fetch-depth: 0.`,
          );
    return brokenOr(secretFindings(history), missing ?? unreached(history));
  },
};
