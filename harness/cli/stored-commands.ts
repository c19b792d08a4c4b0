/** The commands that work on stored runs: `judge`, `report`, `replay` and `trace`. */
import { join } from 'node:path';
import { timeline, timelineText } from '../../reports/timeline.ts';
import { plain } from '../../reports/untrusted.ts';
import type { Bench } from '../bench.ts';
import { judgeStored } from '../judge-stored.ts';
import type { Trace } from '../model/trace.ts';
import { UsageError } from '../ports/errors.ts';
import { type ReplayResult, replayStored } from '../replay.ts';
import type { RunResult } from '../run-result.ts';
import { findTrace, mergeRuns, readCounterexamples, readRun, readTraces } from '../store.ts';
import { conclude, type Delivery, deliver } from './deliver.ts';
import { requireKnown } from './near.ts';
import { home, oneRunFolder, runFolders } from './run-folders.ts';
import { steps } from './steps.ts';

/** Judges every integration of a run again with today's rules. */
export const judgeCommand = (given: string, delivery: Delivery, bench: Bench): number => {
  const delivered = runFolders(given).map((folder) => deliver(judgeStored(folder, bench), bench, delivery));
  return conclude(delivered, delivery);
};

const byService = (folders: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const groups = new Map<string, string[]>();
  for (const folder of folders) {
    const { service } = readRun(folder).facts;
    groups.set(service, [...(groups.get(service) ?? []), folder]);
  }
  return groups;
};

/** A shard that is missing would make the whole look better than it is. */
const requireAllShards = (folders: readonly string[]): void => {
  const shards = folders.flatMap((folder) => readRun(folder).shard ?? []);
  const of = shards[0]?.of;
  if (of === undefined) return;
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(
    (index) => !shards.some((shard) => shard.of === of && shard.index === index),
  );
  if (missing.length > 0)
    throw new UsageError(
      `${missing.map((index) => `Shard ${index}/${of}`).join(', ')} of ${readRun(folders[0] ?? '').facts.service} is missing. Name the runs of all shards.`,
    );
};

/** Judges stored runs, one for each service; several of one are its shards, whose traces are put together first. */
export const judgedRuns = (given: readonly string[], out: string | undefined, bench: Bench): readonly RunResult[] =>
  [...byService(given.flatMap(runFolders))].map(([service, folders]) => {
    const [only] = folders;
    if (only !== undefined && folders.length === 1 && out === undefined) return judgeStored(only, bench);
    const folder = join(out ?? join(home, 'merged'), service);
    if (folders.includes(folder))
      throw new UsageError(`${folder} is one of the runs to merge. Give another folder with --out.`);
    requireAllShards(folders);
    mergeRuns(folder, folders);
    return judgeStored(folder, bench);
  });

/** Renders a run, or makes one of several shards: their traces are put together and judged as a whole. */
export const reportCommand = (
  given: readonly string[],
  out: string | undefined,
  delivery: Delivery,
  bench: Bench,
): number =>
  conclude(
    judgedRuns(given, out, bench).map((result) => deliver(result, bench, delivery)),
    delivery,
  );

const replayText = ({ rule, status, detail, trace }: ReplayResult): string => {
  const lines = trace === undefined || status === 'FIXED' ? [] : timelineText(timeline(trace.events));
  return [`${status}  ${rule}`, `  ${plain(detail)}`, ...lines.map((line) => `    ${line}`)].join('\n');
};

const replayExit = (results: readonly ReplayResult[]): number => {
  if (results.some(({ status }) => status === 'ERROR')) return 4;
  return results.some(({ status }) => status === 'STILL FAILS') ? 1 : 0;
};

/** Runs stored counterexamples again: 0 when all are fixed, 1 when one still fails, 4 when one could not be told. */
export const replayCommand = async (
  given: string,
  rule: string | undefined,
  options: { readonly json?: true; readonly inspectSubject?: true },
  bench: Bench,
): Promise<number> => {
  requireKnown(
    'rule',
    rule === undefined ? [] : [rule],
    bench.rules.map(({ id }) => id),
    '`gauntlet rules` lists all rules.',
  );
  const results: ReplayResult[] = [];
  for (const folder of runFolders(given)) {
    const stored = readCounterexamples(folder).some((each) => rule === undefined || each.rule === rule);
    // A run of several integrations has the counterexample in some of them only.
    if (!stored && runFolders(given).length > 1) continue;
    results.push(...(await replayStored(folder, rule, bench, options.inspectSubject === true)));
  }
  if (results.length === 0)
    throw new UsageError(
      `${given} stored no counterexample${rule === undefined ? '' : ` for ${rule}`}: nothing failed that one case decides.`,
    );
  process.stdout.write(
    options.json
      ? `${JSON.stringify(
          results.map(({ rule: id, status, detail }) => ({ rule: id, status, detail })),
          null,
          2,
        )}\n`
      : `${results.map(replayText).join('\n\n')}\n`,
  );
  return replayExit(results);
};

const ofCounterexample = (folder: string, id: string): Trace | undefined =>
  readCounterexamples(folder).find((each) => each.rule === id)?.trace;

/** One case, by its id or by the rule whose counterexample it is; without an id, the ids of all cases. */
export const traceCommand = (
  given: string,
  id: string | undefined,
  options: { readonly json?: true },
  bench: Bench,
): number => {
  const folder = oneRunFolder(given);
  if (id === undefined) {
    const ids = [...readTraces(folder)].map((trace) => trace.case);
    if (ids.length === 0)
      throw new UsageError(`${folder} holds no case: its run was ended before one began. Run the contract again.`);
    process.stdout.write(`${options.json ? JSON.stringify(ids, null, 2) : ids.join('\n')}\n`);
    return 0;
  }
  const trace = findTrace(folder, id) ?? ofCounterexample(folder, id);
  if (trace === undefined) {
    const known = [
      ...[...readTraces(folder)].map((each) => each.case),
      ...readCounterexamples(folder).map(({ rule }) => rule),
    ];
    requireKnown('case', [id], known, `\`gauntlet trace ${given}\` lists all cases.`);
    return 2;
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify(trace, null, 2)}\n`);
    return 0;
  }
  const lines = [
    `${trace.case} · seed ${trace.plan.seed} · ${trace.clock} clock · began ${new Date(trace.epochMs).toISOString()}${trace.complete ? '' : ' · ended early'}`,
    ...steps(trace.plan, bench.faults).map((step, index) => `  ${index + 1}. ${plain(step)}`),
    '',
    ...timelineText(timeline(trace.events)),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
};
