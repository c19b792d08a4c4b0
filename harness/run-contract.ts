/** The four verbs put together for one contract: plan, run, judge, and a smaller counterexample for each rule that fails. */
import { randomUUID } from 'node:crypto';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Bench } from './bench.ts';
import { openCaseBench } from './case-bench.ts';
import { exploreAll } from './counterexamples.ts';
import { commitAt } from './inspect/git.ts';
import { inspectContract } from './inspect-contract.ts';
import { runJobs } from './jobs.ts';
import { judgeRun } from './judge-run.ts';
import { loadContract } from './load-contract.ts';
import type { RunOptions } from './run-options.ts';
import { type RunResult, resultOf } from './run-result.ts';
import { isWhole, select } from './select.ts';
import { createRun, type StoredRun, writeInspection, writeRun } from './store.ts';
import { clockOf } from './subjects/clock-of.ts';

const belowHere = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
};

/**
 * Verifies one contract and stores the run under `<out>/<service>/`.
 * Rejects with `ContractError` or `UsageError` before anything is written when the contract or the options are wrong.
 */
export const runContract = async (path: string, options: RunOptions, bench: Bench): Promise<RunResult> => {
  const contract = await loadContract(resolve(path), bench.catalogue);
  const hoped = select(contract, bench, options, clockOf(contract.integration));
  const opened = await openCaseBench(contract, bench.faults, options.seed, options.inspect);
  const { facts, subject, clockObstacle } = opened;
  const { repository } = contract.integration;
  const prepare = async () => {
    const selection = subject.clockKind === hoped.clock ? hoped : select(contract, bench, options, subject.clockKind);
    // Before any case runs: what is wrong with the allow-list is told before a minute was spent.
    return { selection, inspection: await inspectContract(contract, selection, options) };
  };
  const { selection, inspection } = await prepare().catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  const commit = await commitAt(dirname(contract.path));
  const folder = join(options.out, facts.service);
  const started = Date.now();
  const stored: StoredRun = {
    storeVersion: 1,
    id: randomUUID(),
    contract: belowHere(contract.path),
    ...(repository === undefined ? {} : { repository: belowHere(resolve(dirname(contract.path), repository)) || '.' }),
    ...(commit === undefined ? {} : { commit }),
    ...(bench.standardModule === undefined ? {} : { standard: { ...bench.standardModule, standard: bench.standard } }),
    seed: options.seed,
    planned: selection.cases.length,
    clock: subject.clockKind,
    ...(clockObstacle === undefined ? {} : { clockObstacle }),
    startedAt: new Date(started).toISOString(),
    ...(selection.leftOut.length === 0 ? {} : { leftOut: selection.leftOut }),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    ...(isWhole(selection, bench)
      ? {}
      : { rules: [...selection.rules, ...selection.inspectionRules].map(({ id }) => id) }),
    facts,
  };
  try {
    createRun(folder, stored);
    if (inspection !== undefined) writeInspection(folder, inspection);
  } catch (error) {
    // Its process would keep ours alive.
    await opened.close();
    throw error;
  }
  await runJobs({ folder, contract, bench, options, selection, opened });
  const judged = judgeRun(folder, selection, stored);
  if (judged.void === undefined && options.explore !== false)
    await exploreAll(folder, contract, bench, options, selection, judged);
  const finished = { ...stored, durationMs: Date.now() - started };
  writeRun(folder, finished);
  return resultOf(folder, finished, selection, judged);
};
