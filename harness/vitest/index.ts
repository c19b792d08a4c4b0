/**
 * `verify(contract)`: a contract as Vitest tests, one for each rule, so that a team sees it among its own. The contract
 * is run once, before the first of them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { entryText, overlayText } from '../../reports/overlay-text.ts';
import { clauseName, clausesOf, evidenceText } from '../../reports/sections.ts';
import { timeline, timelineText } from '../../reports/timeline.ts';
import { plain } from '../../reports/untrusted.ts';
import { bench as standardBench } from '../../scenarios/bench.ts';
import { reportOf } from '../cli/report.ts';
import { signedFor } from '../cli/signed-for.ts';
import { hasStaleWaiver, isInconclusive, isInScope } from '../gate.ts';
import { loadContract } from '../load-contract.ts';
import type { ClauseRow, GateLevel, Report, RuleRow } from '../model/report.ts';
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
  /** A waiver whose clause passes by now is told, and fails nothing. */
  readonly allowStaleWaivers?: boolean;
  /** How long the whole contract may take, in ms of real time. Ten minutes unless given. */
  readonly timeoutMs?: number;
}

const tenMinutesMs = 600_000;

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

/** The clauses of the gate's level that rest on the rule, and what people signed for them. */
const atStake = (report: Report, rule: RuleRow): readonly ClauseRow[] =>
  clausesOf(report, rule.id).filter((clause) => isInScope(clause, report.gate.level));

const signedText = (clauses: readonly ClauseRow[]): string =>
  clauses
    .flatMap((clause) =>
      clause.overlay === undefined ? [] : `${clauseName(clause)} ${overlayText(clause.overlay, clause.verdict)}`,
    )
    .join('; ');

/** An entry that would have covered it, had it not lapsed. */
const lapsedText = (report: Report, clauses: readonly ClauseRow[]): string =>
  (report.overlays?.problems ?? [])
    .filter(({ clause }) => clauses.some((row) => clauseName(row) === clause))
    .map((entry) => `\n  ${plain(entryText(entry))}`)
    .join('');

/** What the test of a rule comes to: nothing when it holds, else why it fails or is skipped. As the gate of `run` decides. */
const answer = (report: Report, rule: RuleRow): { readonly fails?: string; readonly skips?: string } => {
  const clauses = atStake(report, rule);
  const signed = plain(signedText(clauses));
  switch (rule.verdict) {
    case 'pass':
      return {};
    case 'fail': {
      const text = failureText(report, rule);
      if (clauses.some(({ verdict, overlay }) => verdict === 'fail' && overlay?.kind !== 'waived'))
        return { fails: `${text}${lapsedText(report, clauses)}` };
      return { skips: `${signed === '' ? 'does not hold, outside the gate' : `does not hold; ${signed}`}: ${text}` };
    }
    case 'harness-error':
      return { fails: `Gauntlet itself failed: ${rule.because ?? 'no reason is known'}` };
    case 'not-applicable':
      return { skips: `not applicable: ${rule.because ?? ''}` };
    case 'not-verified': {
      const text = `not verified, ${rule.reason ?? 'no reason is known'}: ${rule.next ?? ''}`;
      return clauses.some((clause) => isInconclusive(clause, {}))
        ? { fails: `${text}${lapsedText(report, clauses)}` }
        : { skips: signed === '' ? text : `${text} (${signed})` };
    }
  }
};

/** What people signed, as `run` takes it: a waiver that nothing needs any more fails, what else lapsed is told. */
const answerToSigned = (report: Report, allowStaleWaivers: boolean): ReturnType<typeof answer> => {
  const { attestations = [], waivers = [], problems = [] } = report.overlays ?? {};
  if (attestations.length + waivers.length === 0) return { skips: 'nothing was attested or waived' };
  const stale = report.clauses.filter((clause) => isInScope(clause, report.gate.level) && hasStaleWaiver(clause));
  const text = problems.map((entry) => plain(entryText(entry))).join('\n');
  if (stale.length > 0 && !allowStaleWaivers) return { fails: text };
  return text === '' ? {} : { skips: text };
};

const selected = (options: VerifyOptions) =>
  [...standardBench.rules, ...standardBench.inspectionRules].filter(
    ({ id, topic }) => (options.rules?.includes(id) ?? true) && (options.topics?.includes(topic) ?? true),
  );

/**
 * Declares the tests of a contract; call it at the top of a test file. A rule that does not hold, or that was not put
 * to the test, fails when a clause of the gate's level rests on it, unless somebody attested or waived that clause in the
 * files beside the contract.
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
      const contractPath = resolve(path);
      const { facts } = await loadContract(contractPath, standardBench.catalogue);
      const signed = signedFor(contractPath, facts.service, standardBench);
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
      report = reportOf(result, standardBench, gate, { signed });
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
        const { fails, skips } = answer(report, rule);
        if (fails !== undefined) throw new Error(fails);
        if (skips !== undefined) skip(skips);
        return annotate(evidenceText(rule));
      });
    }

    test('what was attested and waived still holds', ({ skip }) => {
      if (report === undefined) throw new Error('No verdict was reached.');
      const { fails, skips } = answerToSigned(report, options.allowStaleWaivers === true);
      if (fails !== undefined) throw new Error(fails);
      if (skips !== undefined) skip(skips);
    });
  });
};
