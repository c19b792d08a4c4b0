/** Looks for the smallest counterexample of every failing rule, and stores it. */
import type { Bench } from './bench.ts';
import { nowhere, openCaseBench } from './case-bench.ts';
import { explore, smallest } from './explore.ts';
import { breaks } from './judge.ts';
import type { Judged } from './judge-run.ts';
import type { LoadedContract } from './load-contract.ts';
import type { Trace } from './model/trace.ts';
import type { PlannedCase } from './plan.ts';
import type { Rule } from './ports/rule.ts';
import { runCase } from './run.ts';
import type { RunOptions } from './run-options.ts';
import { planningContext, type Selection } from './select.ts';
import { findTrace, writeCounterexample } from './store.ts';

/** One trace decides these rules, so they can be judged while the run goes on, and shrunk. */
const decidedByOneTrace = (rules: readonly Rule[]): readonly Rule[] =>
  rules.filter(({ samples }) => samples === undefined);

/** In real time each of them takes seconds. */
const triesForEachRule = { virtual: 60, real: 12 } as const;
/** Cases before the failing one that may be run again before it. On the real clock they would take minutes. */
const longestHistory = { virtual: Number.POSITIVE_INFINITY, real: 4 } as const;

/** Makes and stores a counterexample for every failing rule that one trace decides. */
export const exploreAll = async (
  folder: string,
  contract: LoadedContract,
  bench: Bench,
  options: RunOptions,
  selection: Selection,
  judged: Judged,
): Promise<void> => {
  const failing = decidedByOneTrace(selection.rules).filter((rule) =>
    judged.verdicts.some(({ rule: id, verdict }) => id === rule.id && verdict.verdict === 'fail'),
  );
  if (failing.length === 0) return;
  const byId = new Map(selection.cases.map((each) => [each.id, each]));
  const context = planningContext(contract, options.operations);
  const warm = await openCaseBench(contract, bench.faults, options.seed, options.inspect, selection.clock);
  const run = async (id: string, plan: PlannedCase['plan']): Promise<Trace> => {
    options.signal?.throwIfAborted();
    return runCase(id, plan, warm, nowhere);
  };
  const runFresh = async (id: string, plan: PlannedCase['plan']): Promise<Trace> => {
    options.signal?.throwIfAborted();
    const fresh = await openCaseBench(contract, bench.faults, options.seed, false, selection.clock);
    try {
      return await runCase(id, plan, fresh, nowhere);
    } finally {
      await fresh.close();
    }
  };
  try {
    for (const [done, rule] of failing.entries()) {
      options.onProgress?.({
        phase: 'shrinking',
        done,
        planned: failing.length,
        rulesGreen: selection.rules.length - failing.length,
        rulesBroken: failing.map(({ id }) => id),
      });
      const broken = judged.verdicts.find((verdict) => verdict.rule === rule.id)?.broken ?? [];
      const cases = broken.flatMap(({ evidence }) => evidence.flatMap((each) => byId.get(each.case) ?? []));
      const found = smallest(cases);
      const observed = found === undefined ? undefined : findTrace(folder, found.id);
      const scenario = bench.scenarios.find(({ id }) => id === found?.scenario);
      if (found === undefined || observed === undefined || scenario === undefined || !breaks(rule, observed)) continue;
      const { clockKind } = warm.subject;
      const at = selection.cases.indexOf(found);
      const history = selection.cases.slice(Math.max(0, at - longestHistory[clockKind]), at);
      const shrinking = {
        rule,
        scenario,
        context,
        seed: options.seed,
        found,
        run,
        runFresh,
        history,
        tries: triesForEachRule[clockKind],
        stopped: () => options.signal?.aborted === true,
      };
      writeCounterexample(folder, await explore(shrinking, observed));
    }
  } finally {
    await warm.close();
  }
};
