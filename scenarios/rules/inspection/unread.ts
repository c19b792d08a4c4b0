/** What a search for secrets did not reach, and so cannot call clean. */
import type { SecretScan } from '../../../harness/model/inspection.ts';
import type { Finding } from '../../../harness/model/verdict.ts';
import type { InspectionJudgement } from '../../../harness/ports/rule.ts';
import { found, notVerified } from './told.ts';

/** A binary file, a link, a submodule or somebody else's package is told in `inspection.json`, and holds nothing back. */
export const unreached = ({ ended, unread, unreadInAll }: SecretScan): InspectionJudgement | undefined => {
  if (ended !== undefined)
    return notVerified(
      'insufficient-evidence',
      `The search for secrets ended early: ${ended}. What it did not read was not judged.`,
    );
  const open = (unreadInAll['too-large'] ?? 0) + (unreadInAll.unreadable ?? 0);
  if (open === 0) return undefined;
  const named = unread.filter(({ why }) => why === 'too-large' || why === 'unreadable').map(({ file }) => file);
  return notVerified(
    'insufficient-evidence',
    `${open === 1 ? 'One file' : `${open} files`} could not be read (${named.slice(0, 3).join(', ')}): look through and list in gauntlet.allow-secrets.yaml with a reason, or remove.`,
  );
};

/** One finding for each secret that nobody allowed, or one for the whole search. */
export const secretFindings = ({ found: secrets, read, bytes }: SecretScan): readonly Finding[] => {
  const open = secrets.filter(({ allowed }) => allowed === undefined);
  return open.length === 0
    ? [found(true, { read, bytes, allowed: secrets.length })]
    : open.map(({ file, line, kind, commit }) =>
        found(false, { file, line, kind, ...(commit === undefined ? {} : { commit }) }),
      );
};
