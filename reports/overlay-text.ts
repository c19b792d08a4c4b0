/** Entries that people signed, as sentences. */
import type { OverlayEntry } from '../harness/model/attestation.ts';
import type { ClauseRow } from '../harness/model/report.ts';

/** `waived by ana until 2027-01-01: vendor bug (itself: fail)`. */
export const overlayText = (overlay: NonNullable<ClauseRow['overlay']>, verdict: ClauseRow['verdict']): string =>
  `${overlay.kind} by ${overlay.by} until ${overlay.until}${overlay.note === '' ? '' : `: ${overlay.note}`} (itself: ${verdict})`;

const why = (entry: OverlayEntry): string => {
  switch (entry.state) {
    case 'expired':
      return `ran out on ${entry.until}. Look again and sign anew, or take it out`;
    case 'void':
      return `rests on ${(entry.changed ?? []).join(', ')}, which changed since. Look again and sign anew`;
    case 'stale':
      return 'is stale: the clause passes by now. Take it out';
    case 'contradicted':
      return 'says that the clause holds, and the run saw it fail. Repair it, or waive it';
    case 'not-allowed':
      return entry.kind === 'attested'
        ? 'is not for people to sign: rules decide this clause, or it follows from others'
        : 'waives a clause that follows from others. Waive those instead';
    case 'future':
      return `is dated ${entry.date ?? 'ahead'}, a day that has not come`;
    case 'superseded':
      return 'was replaced by a later one';
    case 'not-needed':
      return 'is not needed';
    case 'in-force':
      return `is in force until ${entry.until}`;
  }
};

/** `gauntlet.waivers.yaml:7: the waiver of 3.4.1 by ana ran out on 2026-01-01. Look again ...`. */
export const entryText = (entry: OverlayEntry): string =>
  `${entry.file}:${entry.line}: the ${entry.kind === 'waived' ? 'waiver' : 'attestation'} of ${entry.clause} by ${entry.by} ${why(entry)}.`;
