/** What `--json` prints on stdout: enough for a script to decide, with the way to everything else. */
import { brokenRules, clauseName, clausesOf, weightOf } from '../../reports/sections.ts';
import type { Report } from '../model/report.ts';

export interface FailedRule {
  readonly rule: string;
  /** The clauses that name it, `3.4.1`. */
  readonly clauses: readonly string[];
  /** The highest level of those clauses; `advice` when none names it. */
  readonly level: 'must' | 'should' | 'advice';
  readonly message: string;
  /** Runs the smallest counterexample again. Absent for rules that are decided over many cases. */
  readonly replay?: string;
}

export interface RunSummary {
  readonly run: string;
  readonly contract: string;
  readonly service: string;
  readonly exitCode: Report['gate']['exitCode'];
  readonly because: string;
  readonly failed: readonly FailedRule[];
  readonly summary: Report['summary'];
  /** Folder of the run. */
  readonly out: string;
}

export const runSummary = (report: Report, out: string): RunSummary => ({
  run: report.run.id,
  contract: report.integration.contract,
  service: report.integration.service,
  exitCode: report.gate.exitCode,
  because: report.gate.because,
  failed: brokenRules(report).map((rule) => ({
    rule: rule.id,
    clauses: clausesOf(report, rule.id).map(clauseName),
    level: weightOf(report, rule.id),
    message: rule.findings[0]?.message ?? rule.statement,
    ...(rule.counterexample !== undefined && { replay: rule.counterexample.replay }),
  })),
  summary: report.summary,
  out,
});
