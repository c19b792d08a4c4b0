/** A stored run, judged with today's rules. */
import type { Bench } from './bench.ts';
import { judgeRun } from './judge-run.ts';
import type { InspectionRule, Rule } from './ports/rule.ts';
import { type RunResult, resultOf } from './run-result.ts';
import { readRun } from './store.ts';

/** Judges a stored run with today's rules. Works on runs that were ended half-way. */
export const judgeStored = (folder: string, bench: Bench): RunResult => {
  const stored = readRun(folder);
  const asked = ({ id }: Rule | InspectionRule): boolean => stored.rules?.includes(id) ?? true;
  const selection = { rules: bench.rules.filter(asked), inspectionRules: bench.inspectionRules.filter(asked) };
  return resultOf(folder, stored, selection, judgeRun(folder, selection, stored));
};
