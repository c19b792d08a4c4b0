/** A run as its reports take it: every rule asked for with its verdict and its counterexample. */
import type { Judged } from './judge-run.ts';
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { Report } from './model/report.ts';
import type { RuleVerdict } from './model/verdict.ts';
import type { InspectionRule, Rule } from './ports/rule.ts';
import type { SelectedRules } from './select.ts';
import { readCounterexamples, type StoredCounterexample, type StoredRun } from './store.ts';

export interface RuleResult {
  readonly rule: Rule | InspectionRule;
  readonly verdict: RuleVerdict;
  readonly counterexample?: StoredCounterexample;
}

export interface RunResult {
  /** `<out>/<service>` */
  readonly folder: string;
  readonly stored: StoredRun;
  readonly facts: IntegrationFacts;
  readonly results: readonly RuleResult[];
  readonly run: Report['run'];
  readonly surface: Report['surface'];
}

/** What a timing verdict allows: nothing on the virtual clock, where times are exact but for a client's own ticks. */
const toleranceMs = { virtual: 0, real: 250 } as const;

const results = (
  rules: readonly (Rule | InspectionRule)[],
  verdicts: readonly RuleVerdict[],
  counterexamples: readonly StoredCounterexample[],
): readonly RuleResult[] =>
  rules.flatMap((rule, index) => {
    const verdict = verdicts[index];
    if (verdict === undefined) return [];
    const counterexample = counterexamples.find((each) => each.rule === rule.id);
    return [{ rule, verdict, ...(counterexample === undefined ? {} : { counterexample }) }];
  });

export const resultOf = (
  folder: string,
  stored: StoredRun,
  { rules, inspectionRules }: SelectedRules,
  judged: Judged,
): RunResult => ({
  folder,
  stored,
  facts: stored.facts,
  results: results([...rules, ...inspectionRules], judged.verdicts, readCounterexamples(folder)),
  run: {
    id: stored.id,
    seed: stored.seed,
    cases: judged.cases,
    clock: stored.clock,
    ...(stored.clockObstacle === undefined ? {} : { clockObstacle: stored.clockObstacle }),
    toleranceMs: toleranceMs[stored.clock],
    startedAt: stored.startedAt,
    durationMs: stored.durationMs ?? 0,
    ...(judged.heldUp === 0 ? {} : { heldUp: judged.heldUp }),
    ...(judged.void === undefined ? {} : { void: judged.void }),
  },
  surface: judged.surface,
});
