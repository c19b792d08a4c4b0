/** Verdicts as the page shows them, in its order: what has to be acted on first. */
import type { ClauseRow, Report } from '../../harness/model/report.ts';
import type { Decision } from '../gate-decision.ts';
import { type Shown, shown, worstFirst } from '../sections.ts';

export const verdictNames: { readonly [verdict in Shown]: string } = {
  fail: 'Failed',
  'harness-error': 'Harness error',
  'not-verified': 'Not verified',
  warn: 'Warned',
  waived: 'Waived',
  attested: 'Attested',
  pass: 'Passed',
  'not-applicable': 'Not applicable',
};

/** The colour of a decision. */
export const tones: { readonly [decision in Decision]: string } = {
  'harness-failed': 'error',
  void: 'error',
  unmet: 'unmet',
  undecided: 'open',
  met: 'met',
};

export interface VerdictGroup {
  readonly verdict: Shown;
  readonly name: string;
  readonly clauses: readonly ClauseRow[];
}

/** Only verdicts that occur. */
export const byVerdict = ({ clauses }: Pick<Report, 'clauses'>): readonly VerdictGroup[] =>
  worstFirst
    .map((verdict) => ({
      verdict,
      name: verdictNames[verdict],
      clauses: clauses.filter((clause) => shown(clause) === verdict),
    }))
    .filter((group) => group.clauses.length > 0);
