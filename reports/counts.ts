/** The counts of a report as a sentence. Never a percentage: what was not verified would vanish in it. */
import type { ClauseRow, Report } from '../harness/model/report.ts';
import type { Level } from '../harness/model/standard.ts';

export interface Tally {
  /** Passed or failed, waived ones left out. */
  readonly verified: number;
  readonly pass: number;
  readonly fail: number;
  readonly notVerified: number;
  readonly notApplicable: number;
  readonly harnessError: number;
  readonly waived: number;
  readonly attested: number;
}

/** `notVerified` and `fail` leave out what is waived or attested; the counts add up to the clauses of the level. */
export const tally = (report: Pick<Report, 'clauses'>, level: Level): Tally => {
  const rows = report.clauses.filter((clause) => clause.level === level);
  const overlaid = (kind: 'waived' | 'attested') =>
    rows.filter(({ overlay, verdict }) => overlay?.kind === kind && verdict !== 'pass').length;
  const raw = (verdict: ClauseRow['verdict']) =>
    rows.filter((row) => row.verdict === verdict && (row.overlay === undefined || verdict === 'pass')).length;
  const [pass, fail] = [raw('pass'), raw('fail')];
  return {
    verified: pass + fail,
    pass,
    fail,
    notVerified: raw('not-verified'),
    notApplicable: raw('not-applicable'),
    harnessError: raw('harness-error'),
    waived: overlaid('waived'),
    attested: overlaid('attested'),
  };
};

/** `29 of 31 verified MUSTs pass · 2 fail · 6 not verified · 2 waived · 3 n/a`. */
export const countsText = (report: Pick<Report, 'clauses'>, level: Level): string => {
  const counts = tally(report, level);
  const optional = [
    [counts.fail, level === 'must' ? 'fail' : 'warn'],
    [counts.harnessError, 'harness errors'],
    [counts.notVerified, 'not verified'],
    [counts.waived, 'waived'],
    [counts.attested, 'attested'],
    [counts.notApplicable, 'n/a'],
  ] as const;
  return [
    `${counts.pass} of ${counts.verified} verified ${level.toUpperCase()}s pass`,
    ...optional.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`),
  ].join(' · ');
};
