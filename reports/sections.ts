/** A report grouped as people read it: clauses by section, and for each broken rule the clauses that it breaks. */
import type { ClauseRow, Report, RuleRow } from '../harness/model/report.ts';

export interface ReportSection {
  readonly ref: string;
  readonly title: string;
  readonly clauses: readonly ClauseRow[];
}

export const clauseName = (clause: Pick<ClauseRow, 'ref' | 'line'>): string => `${clause.ref}.${clause.line}`;

/** In the order in which the clauses come. */
export const sections = (report: Report): readonly ReportSection[] => {
  const titles = new Map((report.standard.sections ?? []).map(({ ref, title }) => [ref, title]));
  const refs = [...new Set(report.clauses.map(({ ref }) => ref))];
  return refs.map((ref) => ({
    ref,
    title: titles.get(ref) ?? '',
    clauses: report.clauses.filter((clause) => clause.ref === ref),
  }));
};

export const clausesOf = (report: Pick<Report, 'clauses'>, rule: string): readonly ClauseRow[] =>
  report.clauses.filter(({ rules }) => rules.includes(rule));

/** What a failure of the rule amounts to: the highest level of the clauses that name it. */
export const weightOf = (report: Pick<Report, 'clauses'>, rule: string): 'must' | 'should' | 'advice' => {
  const levels = clausesOf(report, rule).map(({ level }) => level);
  if (levels.includes('must')) return 'must';
  return levels.includes('should') ? 'should' : 'advice';
};

const weights = ['must', 'should', 'advice'] as const;

/** Rules that do not hold, those that break a MUST first. */
export const brokenRules = (report: Report): readonly RuleRow[] =>
  report.rules
    .filter(({ verdict }) => verdict === 'fail')
    .toSorted((a, b) => weights.indexOf(weightOf(report, a.id)) - weights.indexOf(weightOf(report, b.id)));

/** How a clause is shown: a waived or attested one as such, a failed SHOULD as a warning. */
export type Shown =
  | 'fail'
  | 'harness-error'
  | 'not-verified'
  | 'warn'
  | 'waived'
  | 'attested'
  | 'pass'
  | 'not-applicable';

/** What has to be acted on comes first. */
export const worstFirst: readonly Shown[] = [
  'fail',
  'harness-error',
  'not-verified',
  'warn',
  'waived',
  'attested',
  'pass',
  'not-applicable',
];

export const shown = (clause: ClauseRow): Shown => {
  if (clause.overlay !== undefined && clause.verdict !== 'pass') return clause.overlay.kind;
  return clause.verdict === 'fail' && clause.level === 'should' ? 'warn' : clause.verdict;
};

/**
 * `held in 96 of 96 over 90 cases; struck: rate-limited 141×`; the faults that struck most, at most `most` of them. What
 * was read from the repository met neither cases nor faults: `held in 7 of 7 in the repository`.
 */
export const evidenceText = (rule: RuleRow, most = Number.POSITIVE_INFINITY): string => {
  const held = rule.exercised - Math.min(rule.brokenInAll, rule.exercised);
  if (rule.topic === 'inspection') return `held in ${held} of ${rule.exercised} in the repository`;
  const faults = Object.entries(rule.struck)
    .filter(([, times]) => times > 0)
    .toSorted(([, a], [, b]) => b - a);
  const told = faults.slice(0, most).map(([fault, times]) => `${fault} ${times}×`);
  const others = faults.length - told.length;
  const cases = `${rule.cases} ${rule.cases === 1 ? 'case' : 'cases'}`;
  const struck = told.length === 0 ? 'no fault struck' : `struck: ${told.join(', ')}`;
  return `held in ${held} of ${rule.exercised} over ${cases}; ${struck}${others > 0 ? `, ${others} more` : ''}`;
};
