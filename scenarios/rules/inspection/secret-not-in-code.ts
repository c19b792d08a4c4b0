/** Secrets as they lie in the folder today, in whatever kind of file. */
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { brokenOr } from './told.ts';
import { secretFindings, unreached } from './unread.ts';

export const secretNotInCode: InspectionRule = {
  id: 'secret-not-in-code',
  statement: 'No file of the repository holds a secret.',
  topic: 'inspection',
  card: {
    asks: 'Keep secrets out of code, comments, configuration and documentation.',
    tested:
      "Every file that git tracks or would add is searched for known credentials (secretlint's recommended rules), for the shapes of the declared secrets, and for random texts beside a credential's name. Ignored files are not read.",
    fails: 'One is found, and gauntlet.allow-secrets.yaml gives no reason why it is none.',
    fix: 'Move it into the environment or the secrets manager, and rotate it: whoever read the file has it.',
    source: 'STD-17-01 §1.1, §3.2, §5.1',
  },
  judge: ({ workingTree }) => brokenOr(secretFindings(workingTree), unreached(workingTree)),
};
