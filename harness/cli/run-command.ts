/** `gauntlet run`: verifies contracts one after the other, once all of them were found to be sound. */
import { randomBytes } from 'node:crypto';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { type LoadedContract, loadContract } from '../load-contract.ts';
import { UsageError } from '../ports/errors.ts';
import { runContract } from '../run-contract.ts';
import type { RunOptions } from '../run-options.ts';
import { conclude, type Delivered, type Delivery, deliver } from './deliver.ts';
import { deliverFleet } from './fleet.ts';
import { requireKnown } from './near.ts';
import { createProgress } from './progress.ts';
import { home, markLatest } from './run-folders.ts';
import { signedFor } from './signed-for.ts';

export interface RunCommandOptions extends Delivery {
  readonly out?: string;
  readonly seed: number;
  readonly cases?: number;
  readonly jobs: number;
  readonly topic?: readonly string[];
  readonly rule?: readonly string[];
  readonly operation?: readonly string[];
  readonly shard?: { readonly index: number; readonly of: number };
  readonly bail?: true;
  readonly inspectSubject?: true;
}

const notOurs = new Set(['node_modules', 'dist', '.git', home]);

/** Every contract below the working directory. */
const findContracts = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  const exclude = (entry: string): boolean => notOurs.has(entry);
  for await (const path of glob('**/*.contract.{ts,yaml,yml}', { exclude })) found.push(path);
  if (found.length === 0)
    throw new UsageError(
      'There is no *.contract.ts or *.contract.yaml below this folder. Name a contract: gauntlet run path/to/linear.contract.ts',
    );
  return found.sort();
};

const loadAll = async (paths: readonly string[], { catalogue }: Bench): Promise<readonly LoadedContract[]> => {
  const loaded: LoadedContract[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    try {
      loaded.push(await loadContract(path, catalogue));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n\n'));
  const services = loaded.map(({ facts }) => facts.service);
  const twice = loaded.filter(({ facts }, index) => services.indexOf(facts.service) !== index);
  if (twice.length > 0)
    throw new UsageError(
      `Each service can be run once at a time, because its results go to a folder of its name: ${twice.map(({ facts, path }) => `${facts.service} (${path})`).join(', ')} is there already. Run them one by one, or give them different \`service\` names.`,
    );
  return loaded;
};

const checkNames = (options: RunCommandOptions, bench: Bench, contracts: readonly LoadedContract[]): void => {
  requireKnown(
    'rule',
    options.rule ?? [],
    [...bench.rules, ...bench.inspectionRules].map(({ id }) => id),
    '`gauntlet rules` lists all rules.',
  );
  requireKnown(
    'topic',
    options.topic ?? [],
    [...new Set([...bench.rules, ...bench.inspectionRules].map(({ topic }) => topic))],
    '`gauntlet rules` lists all topics.',
  );
  for (const { facts, path } of contracts)
    requireKnown(
      'operation',
      options.operation ?? [],
      Object.keys(facts.operations),
      `${path} declares its operations.`,
    );
};

/** Sorts by time, and two runs of one second do not meet. */
const runName = (now: Date): string =>
  `${now.toISOString().slice(0, 19).replaceAll(':', '-')}-${randomBytes(2).toString('hex')}`;

const engineOptions = (options: RunCommandOptions, out: string): RunOptions => ({
  seed: options.seed,
  ...(options.cases !== undefined && { cases: options.cases }),
  jobs: options.jobs,
  out,
  ...(options.topic !== undefined && { topics: options.topic }),
  ...(options.rule !== undefined && { rules: options.rule }),
  ...(options.operation !== undefined && { operations: options.operation }),
  ...(options.shard !== undefined && { shard: options.shard }),
  bail: options.bail === true,
  inspect: options.inspectSubject === true,
});

/** Resolves to the exit code. Rejects with `UsageError` before anything is written. */
export const runCommand = async (
  given: readonly string[],
  options: RunCommandOptions,
  bench: Bench,
): Promise<number> => {
  const contracts = await loadAll(given.length === 0 ? await findContracts() : given, bench);
  checkNames(options, bench, contracts);
  for (const { path, facts } of contracts) signedFor(path, facts.service, bench);
  const out = options.out ?? join(home, runName(new Date()));
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop);
  const delivered: Delivered[] = [];
  try {
    for (const { path, facts } of contracts) {
      const progress = createProgress(facts.service, process.stderr, Date.now);
      try {
        const engine = { ...engineOptions(options, out), onProgress: progress.show, signal: stopping.signal };
        const result = await runContract(path, engine, bench);
        progress.end();
        delivered.push(deliver(result, bench, options));
      } catch (error) {
        progress.end();
        if (!stopping.signal.aborted) throw error;
        process.stderr.write(`Stopped. What was seen so far is kept: gauntlet judge ${join(out, facts.service)}\n`);
        return 130;
      }
    }
  } finally {
    process.removeListener('SIGINT', stop);
  }
  if (options.out === undefined) markLatest(out);
  deliverFleet(delivered, out, options);
  return conclude(delivered, options);
};
