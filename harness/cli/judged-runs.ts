/** Stored runs as they are named on the command line, judged: one for each integration, its shards put together. */
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Bench } from '../bench.ts';
import { judgeStored } from '../judge-stored.ts';
import { mergeRuns, requireAllShards, requireShards } from '../merge-runs.ts';
import { UsageError } from '../ports/errors.ts';
import type { RunResult } from '../run-result.ts';
import { readRun, type StoredRun } from '../store.ts';
import { benchOf } from './load-standard.ts';
import { merged, runFolders } from './run-folders.ts';
import { signedFor } from './signed-for.ts';

/** A run and the bench that it is judged with. */
export interface JudgedRun {
  readonly result: RunResult;
  readonly bench: Bench;
}

/** By the standard that the run was made against; what a reader should know of that goes to stderr. */
export const benchFor = (stored: StoredRun, bench: Bench): Bench =>
  benchOf(stored, bench, (text) => {
    process.stderr.write(`${text}\n`);
  });

export interface Member {
  readonly service: string;
  /** Several are its shards. */
  readonly folders: readonly string[];
  readonly bench: Bench;
}

/** The integrations of the named runs. Whatever is wrong with one of them is told before anything is written. */
export const membersOf = (given: readonly string[], out: string | undefined, bench: Bench): readonly Member[] => {
  const runs = given.flatMap(runFolders).map((folder) => ({ folder, stored: readRun(folder) }));
  const groups = [...Map.groupBy(runs, ({ stored }) => stored.facts.service)];
  return groups.map(([service, of]) => {
    const stored = of.map((each) => each.stored);
    requireShards(stored);
    if (given.length > 1 || of.length > 1 || out !== undefined) requireAllShards(stored);
    const [first] = stored;
    const own = first === undefined ? bench : benchFor(first, bench);
    if (first !== undefined) signedFor(resolve(first.contract), service, own);
    return { service, folders: of.map(({ folder }) => folder), bench: own };
  });
};

/** As they really lie: `latest` is another name of a run, and merging into a run would take its traces away first. */
const real = (folder: string): string => (existsSync(folder) ? realpathSync(folder) : resolve(folder));

export const judgeMembers = (members: readonly Member[], out: string | undefined): readonly JudgedRun[] => {
  const placed = members.map((member) => {
    const [only] = member.folders;
    return only !== undefined && member.folders.length === 1 && out === undefined
      ? { ...member, folder: only, merge: false }
      : { ...member, folder: join(out ?? merged, member.service), merge: true };
  });
  const given = new Set(members.flatMap(({ folders }) => folders.map(real)));
  const taken = placed.find(({ merge, folder }) => merge && given.has(real(folder)));
  if (taken !== undefined)
    throw new UsageError(`${taken.folder} is one of the runs to merge. Give another folder with --out.`);
  return placed.map(({ merge, folder, folders, bench }) => {
    if (merge) mergeRuns(folder, folders);
    return { result: judgeStored(folder, bench), bench };
  });
};

/** Judges stored runs, one for each service; several of one are its shards, whose traces are put together first. */
export const judgedRuns = (given: readonly string[], out: string | undefined, bench: Bench): readonly JudgedRun[] =>
  judgeMembers(membersOf(given, out, bench), out);
