/** Runs stored counterexamples again, to see whether they still fail. */
import { resolve } from 'node:path';
import type { Bench } from './bench.ts';
import { nowhere, type OpenBench, openCaseBench } from './case-bench.ts';
import { breaks } from './judge.ts';
import { expectKnown } from './known-names.ts';
import { loadContract } from './load-contract.ts';
import type { Trace } from './model/trace.ts';
import type { PlannedCase } from './plan.ts';
import { UsageError } from './ports/errors.ts';
import type { Rule } from './ports/rule.ts';
import { runCase } from './run.ts';
import { findTrace, readCounterexamples, readRun, type StoredCounterexample } from './store.ts';

export interface ReplayResult {
  readonly rule: string;
  readonly status: 'STILL FAILS' | 'FIXED' | 'ERROR';
  readonly detail: string;
  readonly trace?: Trace;
}

const replayOne = async (
  counterexample: StoredCounterexample,
  rule: Rule,
  bench: OpenBench,
  prefix: readonly PlannedCase[],
): Promise<ReplayResult> => {
  for (const each of prefix) await runCase(each.id, each.plan, bench, nowhere);
  const trace = await runCase(counterexample.case, counterexample.plan, bench, nowhere);
  const error = trace.events.find((event) => event.type === 'harness-error');
  if (error !== undefined) return { rule: rule.id, status: 'ERROR', detail: error.message, trace };
  return breaks(rule, trace)
    ? { rule: rule.id, status: 'STILL FAILS', detail: 'The stored plan breaks the rule again.', trace }
    : rule.observe(trace).length > 0
      ? { rule: rule.id, status: 'FIXED', detail: 'The stored plan puts the rule to the test, and it holds.', trace }
      : {
          rule: rule.id,
          status: 'ERROR',
          detail:
            'The stored plan no longer puts the rule to the test (the integration may never have reached the fault). Run the contract again for a verdict.',
          trace,
        };
};

/** Runs stored counterexamples again: the one of `ruleId`, or all. */
export const replayStored = async (
  folder: string,
  ruleId: string | undefined,
  bench: Bench,
  inspect = false,
): Promise<readonly ReplayResult[]> => {
  const stored = readRun(folder);
  if (ruleId !== undefined)
    expectKnown(
      'rule',
      [ruleId],
      bench.rules.map(({ id }) => id),
    );
  const counterexamples = readCounterexamples(folder).filter(({ rule }) => ruleId === undefined || rule === ruleId);
  if (counterexamples.length === 0)
    throw new UsageError(
      ruleId === undefined
        ? `The run in ${folder} stored no counterexample: no rule that one case decides failed.`
        : `The run in ${folder} stored no counterexample for ${ruleId}. It either held, or is decided over many cases: run the contract again with --rule ${ruleId}.`,
    );
  const contract = await loadContract(resolve(stored.contract), bench.catalogue);
  const results: ReplayResult[] = [];
  for (const counterexample of counterexamples) {
    const rule = bench.rules.find(({ id }) => id === counterexample.rule);
    if (rule === undefined) continue;
    const opened = await openCaseBench(contract, bench.faults, stored.seed, inspect, stored.clock);
    try {
      const prefix = (counterexample.prefix ?? []).flatMap((id) => {
        const trace = findTrace(folder, id);
        return trace === undefined ? [] : [{ id, scenario: trace.plan.scenario, index: 0, plan: trace.plan }];
      });
      results.push(await replayOne(counterexample, rule, opened, prefix));
    } finally {
      await opened.close();
    }
  }
  return results;
};
