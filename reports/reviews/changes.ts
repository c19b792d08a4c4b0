/** What changed from a baseline run to this one. Pure. */
import type { Report, RuleRow } from '../../harness/model/report.ts';
import { clauseName, clausesOf } from '../sections.ts';
import { dayOfReport, type Review, type Table } from './review.ts';

export interface Changes {
  readonly newlyBroken: readonly RuleRow[];
  readonly fixed: readonly RuleRow[];
  readonly stillBroken: readonly RuleRow[];
  /** Put to the test in the baseline, and not now: what is no longer seen is not known to hold. */
  readonly noLongerExercised: readonly RuleRow[];
  readonly nowExercised: readonly RuleRow[];
}

export const changesSince = (report: Report, baseline: Report): Changes => {
  const before = new Map(baseline.rules.map((rule) => [rule.id, rule]));
  const now = new Map(report.rules.map((rule) => [rule.id, rule]));
  const was = (rule: RuleRow): RuleRow['verdict'] | undefined => before.get(rule.id)?.verdict;
  const broken = report.rules.filter(({ verdict }) => verdict === 'fail');
  const exercised = (rule: RuleRow | undefined): boolean => (rule?.exercised ?? 0) > 0;
  return {
    newlyBroken: broken.filter((rule) => was(rule) !== 'fail'),
    stillBroken: broken.filter((rule) => was(rule) === 'fail'),
    fixed: report.rules.filter((rule) => rule.verdict === 'pass' && was(rule) === 'fail'),
    noLongerExercised: baseline.rules.filter((rule) => exercised(rule) && !exercised(now.get(rule.id))),
    nowExercised: report.rules.filter((rule) => exercised(rule) && !exercised(before.get(rule.id))),
  };
};

const table = (report: Report, title: string, rules: readonly RuleRow[], none: string): Table => ({
  title,
  none,
  head: ['rule', 'clauses', 'what it asks', 'now'],
  rows: rules.map((rule) => {
    const now = report.rules.find(({ id }) => id === rule.id);
    const finding = now?.verdict === 'fail' ? now.findings[0]?.message : undefined;
    const state = now === undefined ? 'no longer known' : (finding ?? now.next ?? now.because ?? now.verdict);
    return [rule.id, clausesOf(report, rule.id).map(clauseName).join(', ') || 'advice', rule.statement, state];
  }),
});

export const changeTables = (report: Report, baseline: Report): readonly Table[] => {
  const changes = changesSince(report, baseline);
  return [
    table(report, 'Newly broken', changes.newlyBroken, 'Nothing broke since.'),
    table(report, 'Fixed', changes.fixed, 'Nothing was fixed since.'),
    table(report, 'Still broken', changes.stillBroken, 'Nothing that was broken still is.'),
    table(report, 'No longer exercised', changes.noLongerExercised, 'Everything is still put to the test.'),
    table(report, 'Exercised for the first time', changes.nowExercised, 'Nothing new was put to the test.'),
  ];
};

/** What `--baseline` shows without a review. Its exit code is that of the report. */
export const changesReview = (report: Report, baseline: Report): Review => ({
  kind: 'changes',
  title: `Changes since ${baseline.run.id} (${baseline.run.startedAt.slice(0, 10)})`,
  service: report.integration.service,
  standard: report.standard.id,
  run: report.run.id,
  day: dayOfReport(report),
  answers: [],
  tables: changeTables(report, baseline),
  exitCode: report.gate.exitCode,
  decision: report.gate.because,
});
