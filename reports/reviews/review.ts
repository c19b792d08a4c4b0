/** The reviews that the standard asks for (STD-17-01 §5), as data. People decide and sign; a run answers what it can. */
import type { OverlayEntry } from '../../harness/model/attestation.ts';
import type { ClauseRow, Report } from '../../harness/model/report.ts';
import { clauseName } from '../sections.ts';

export type ReviewKind = 'new' | 'quarterly' | 'incident' | 'changes';

/** `open`: nothing that is known answers it. */
export type Status = 'in order' | 'not in order' | 'open';

export interface Answer {
  /** `5.1.1` */
  readonly clause: string;
  readonly question: string;
  readonly status: Status;
  /** Plain sentences; may hold text of the subject. */
  readonly because: readonly string[];
}

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  /** May hold text of the subject. */
  readonly rows: readonly (readonly string[])[];
  /** Said in place of an empty table. */
  readonly none: string;
}

export interface Review {
  readonly kind: ReviewKind;
  readonly title: string;
  readonly service: string;
  readonly standard: string;
  readonly run: string;
  readonly day: string;
  readonly answers: readonly Answer[];
  readonly tables: readonly Table[];
  /** Preformatted lines, oldest first. */
  readonly timeline?: readonly string[];
  readonly exitCode: 0 | 1 | 2 | 3 | 4;
  readonly decision: string;
}

/** The day of the review: that by which its entries were read, else that of the run. */
export const dayOfReport = (report: Report): string => report.overlays?.today ?? report.run.startedAt.slice(0, 10);

/** The questions of a section. Throws `RangeError` when the standard of the report has none. */
export const questionsOf = (report: Report, ref: string): readonly ClauseRow[] => {
  const found = report.clauses.filter((clause) => clause.ref === ref);
  if (found.length === 0) throw new RangeError(`${report.standard.id} has no section ${ref} with questions to review.`);
  return found;
};

/** The one that people signed for a question and that is in force. */
export const signedAnswer = (report: Report, clause: ClauseRow): OverlayEntry | undefined =>
  report.overlays?.attestations.find((entry) => entry.clause === clauseName(clause) && entry.state === 'in-force');

export const signature = (entry: OverlayEntry): string =>
  `Attested by ${entry.by}${entry.date === undefined ? '' : ` on ${entry.date}`} until ${entry.until}${entry.note === '' ? '' : `: ${entry.note}`} (${entry.evidence.join(', ')})`;

/** 1 when something is not in order, 3 when something is open, else 0. */
export const exitOf = (answers: readonly Answer[]): 0 | 1 | 3 => {
  if (answers.some(({ status }) => status === 'not in order')) return 1;
  return answers.some(({ status }) => status === 'open') ? 3 : 0;
};

export const decisionOf = (answers: readonly Answer[]): string => {
  const of = (status: Status): string =>
    answers
      .filter((answer) => answer.status === status)
      .map(({ clause }) => clause)
      .join(', ');
  const parts = [
    of('not in order') === '' ? '' : `not in order: ${of('not in order')}`,
    of('open') === '' ? '' : `open: ${of('open')}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'everything is in order' : parts.join('; ');
};
