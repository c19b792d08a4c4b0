/** What rules about the repository answer with. */
import type { JsonObject } from '../../../harness/model/json.ts';
import type { Finding, NotVerifiedReason } from '../../../harness/model/verdict.ts';
import type { InspectionJudgement } from '../../../harness/ports/rule.ts';

export const found = (held: boolean, facts: JsonObject): Finding => ({ held, evidence: [], facts });

export const notVerified = (reason: NotVerifiedReason, next: string): InspectionJudgement => ({
  notVerified: reason,
  next,
});

/** Something broken is told in any case; that the rest could not be seen matters only when nothing is. */
export const brokenOr = (
  findings: readonly Finding[],
  otherwise: InspectionJudgement | undefined,
): InspectionJudgement => (otherwise === undefined || findings.some(({ held }) => !held) ? findings : otherwise);
