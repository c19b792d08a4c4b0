/**
 * `verify(contract)`: a contract as Vitest tests, one for each rule, so that a team sees it among its own. The contract
 * is run once, before the first of them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { clauseName, clausesOf, evidenceText, weightOf } from '../../reports/sections.ts';
import { timeline, timelineText } from '../../reports/timeline.ts';
import { plain } from '../../reports/untrusted.ts';
import { bench as standardBench } from '../../scenarios/bench.ts';
import { reportOf } from '../cli/report.ts';
import type { GateLevel, Report, RuleRow } from '../model/report.ts';
import { runContract } from '../run-contract.ts';

export interface VerifyOptions {
  /** 1 unless given: the same tests run the same cases. */
  readonly seed?: number;
  /** Cases of each scenario, instead of its own number. */
  readonly cases?: number;
  readonly topics?: readonly string[];
  readonly rules?: readonly string[];
  /** Where the run is stored, so that its counterexamples can be replayed. Thrown away when absent. */
  readonly out?: string;
  /** Rules that decide clauses of this level fail their test; others are told as skipped. `must` unless given. */
  readonly gate?: GateLevel;
  /** How long the whole contract may take, in ms of real time. Ten minutes unless given. */
  readonly timeoutMs?: number;
}

const tenMinutesMs = 600_000;

const counts = (report: Report, rule: RuleRow, gate: GateLevel): boolean => {
  const weight = weightOf(report, rule.id);
  return weight === 'must' ? gate !== 'none' : weight === 'should' && gate === 'should';
};

const failureText = (report: Report, rule: RuleRow): string => {
  const [first] = rule.findings;
  const clauses = clausesOf(report, rule.id).map(clauseName).join(', ');
  const example = rule.counterexample;
  const marked = (first?.evidence ?? []).filter((from) => from.case === example?.case).flatMap(({ seqs }) => seqs);
  const lines = [
    plain(first?.message ?? rule.statement),
    `  ${report.standard.id} ${clauses === '' ? '(advice)' : clauses}; broken in ${rule.brokenInAll} of ${rule.exercised}`,
    ...(first === undefined ? [] : [`  expected: ${plain(first.expected)}`, `  observed: ${plain(first.observed)}`]),
    ...(example === undefined
      ? []
      : [
          '  smallest counterexample found:',
          ...example.steps.map((step, index) => `    ${index + 1}. ${plain(step)}`),
          ...timelineText(timeline(example.events, marked)).map((line) => `    ${line}`),
        ]),
    ...(rule.card.fix === '' ? [] : [`  to repair: ${plain(rule.card.fix)}`]),
  ];
  return lines.join('\n');
};

/** What the test of a rule comes to: nothing when it holds, else why it fails or is skipped. */
const answer = (
  report: Report,
  rule: RuleRow,
  gate: GateLevel,
): { readonly fails?: string; readonly skips?: string } => {
  const inGate = counts(report, rule, gate);
  switch (rule.verdict) {
    case 'pass':
      return {};
    case 'fail':
      return inGate
        ? { fails: failureText(report, rule) }
        : { skips: `does not hold, outside the gate: ${failureText(report, rule)}` };
    case 'harness-error':
      return { fails: `Gauntlet itself failed: ${rule.because ?? 'no reason is known'}` };
    case 'not-applicable':
      return { skips: `not applicable: ${rule.because ?? ''}` };
    case 'not-verified': {
      const text = `not verified, ${rule.reason ?? 'no reason is known'}: ${rule.next ?? ''}`;
      return inGate ? { fails: text } : { skips: text };
    }
  }
};

const selected = (options: VerifyOptions) =>
  standardBench.rules.filter(
    ({ id, topic }) => (options.rules?.includes(id) ?? true) && (options.topics?.includes(topic) ?? true),
  );

/**
 * Declares the tests of a contract; call it at the top of a test file. A rule that does not hold, or that was not put
 * to the test, fails when a clause of the gate's level rests on it.
 *
 * @param contract path of the contract file, relative to the working directory, or its URL
 */
export const verify = (contract: string | URL, options: VerifyOptions = {}): void => {
  const path = contract instanceof URL ? fileURLToPath(contract) : contract;
  const gate = options.gate ?? 'must';
  describe(`${standardBench.standard.id}: ${path}`, () => {
    let report: Report | undefined;
    let thrownAway: string | undefined;

    beforeAll(async () => {
      if (options.out === undefined) thrownAway = await mkdtemp(join(tmpdir(), 'gauntlet-'));
      const result = await runContract(
        path,
        {
          seed: options.seed ?? 1,
          ...(options.cases !== undefined && { cases: options.cases }),
          ...(options.topics !== undefined && { topics: options.topics }),
          ...(options.rules !== undefined && { rules: options.rules }),
          jobs: 1,
          out: options.out ?? thrownAway ?? '',
          bail: false,
          inspect: false,
        },
        standardBench,
      );
      report = reportOf(result, standardBench, gate);
      if (report.run.void !== undefined) throw new Error(report.run.void);
      const [error] = report.surface.harnessErrors;
      if (error !== undefined) throw new Error(`Gauntlet could not carry out every case: ${error}`);
    }, options.timeoutMs ?? tenMinutesMs);

    afterAll(async () => {
      if (thrownAway !== undefined) await rm(thrownAway, { recursive: true, force: true });
    });

    for (const { id, statement, topic } of selected(options)) {
      test(`${topic}: ${statement} (${id})`, ({ annotate, skip }) => {
        const rule = report?.rules.find((row) => row.id === id);
        if (report === undefined || rule === undefined) throw new Error(`No verdict was reached on ${id}.`);
        const { fails, skips } = answer(report, rule, gate);
        if (fails !== undefined) throw new Error(fails);
        if (skips !== undefined) skip(skips);
        return annotate(evidenceText(rule));
      });
    }
  });
};
