/** Puts the shards of a run together: their traces become one run, which is then judged again as a whole. */
import { sizeOf } from './plan.ts';
import { UsageError } from './ports/errors.ts';
import {
  createRun,
  openTraceFile,
  readCounterexamples,
  readInspection,
  readRun,
  readTraces,
  type StoredCounterexample,
  type StoredRun,
  writeCounterexample,
  writeInspection,
} from './store.ts';

/** What shards of one run have in common, as it is told when they do not. */
const common: { readonly [name: string]: (run: StoredRun) => string | number } = {
  service: ({ facts }) => facts.service,
  seed: ({ seed }) => seed,
  commit: ({ commit }) => commit ?? 'none',
  standard: ({ standard }) => (standard === undefined ? 'the usual one' : JSON.stringify(standard.standard)),
};

const whyNot = (runs: readonly StoredRun[]): string | undefined => {
  const [first] = runs;
  if (first === undefined) return undefined;
  const differing = Object.entries(common).filter(([, of]) => runs.some((run) => of(run) !== of(first)));
  if (differing.length > 0) {
    const told = differing.map(([name, of]) =>
      name === 'standard' ? name : `${name} (${[...new Set(runs.map(of))].join(', ')})`,
    );
    return `they differ in ${told.join(' and ')}`;
  }
  if (runs.some(({ shard }) => shard === undefined)) return 'not all of them were made with --shard';
  if (runs.some(({ shard }) => shard?.of !== first.shard?.of)) return 'they are parts of different numbers';
  const indexes = runs.map(({ shard }) => shard?.index);
  const twice = indexes.find((index, at) => indexes.indexOf(index) !== at);
  return twice === undefined ? undefined : `${twice}/${first.shard?.of} is among them twice`;
};

/** Cases of different runs, judged as one, would say what neither of them said. */
export const requireShards = (runs: readonly StoredRun[]): void => {
  const why = runs.length < 2 ? undefined : whyNot(runs);
  if (why !== undefined)
    throw new UsageError(
      `These runs of ${runs[0]?.facts.service} are not shards of one run: ${why}. Name one of them; --baseline compares two.`,
    );
};

/** A shard that is missing would make the whole look better than it is. */
export const requireAllShards = (runs: readonly StoredRun[]): void => {
  const of = runs[0]?.shard?.of;
  if (of === undefined) return;
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(
    (index) => !runs.some(({ shard }) => shard?.index === index),
  );
  if (missing.length > 0)
    throw new UsageError(
      `${missing.map((index) => `Shard ${index}/${of}`).join(', ')} of ${runs[0]?.facts.service} is missing. Name the runs of all shards.`,
    );
};

/** Of each rule the counterexample that a run of all cases would have shrunk: of its smallest case, the first one. */
const counterexamplesOfAll = (
  folder: string,
  all: readonly StoredCounterexample[],
): readonly StoredCounterexample[] => {
  const best = new Map<string, { readonly size: number; readonly counterexample: StoredCounterexample }>();
  for (const trace of readTraces(folder))
    for (const counterexample of all) {
      if (counterexample.case !== trace.case) continue;
      const size = sizeOf(trace.plan);
      const other = best.get(counterexample.rule);
      if (other === undefined || size < other.size) best.set(counterexample.rule, { size, counterexample });
    }
  return [...best.values()].map(({ counterexample }) => counterexample);
};

export const mergeRuns = (folder: string, shards: readonly string[]): void => {
  // Cases went to the shards in turn, as they go to jobs: in this order they come out as they were planned.
  const runs = shards
    .map((path) => ({ path, run: readRun(path) }))
    .toSorted((a, b) => (a.run.shard?.index ?? 0) - (b.run.shard?.index ?? 0));
  const first = runs[0]?.run;
  if (first === undefined) throw new UsageError('There is nothing to merge: name the folders of the shards.');
  requireShards(runs.map(({ run }) => run));
  const { shard: _, durationMs: __, ...whole } = first;
  const ended = runs.some(({ run }) => run.durationMs === undefined);
  const leftOut = runs.flatMap(({ run }) => run.leftOut ?? []);
  createRun(folder, {
    ...whole,
    ...(leftOut.length === 0 ? {} : { leftOut }),
    planned: runs.reduce((sum, { run }) => sum + run.planned, 0),
    ...(!ended && { durationMs: runs.reduce((sum, { run }) => sum + (run.durationMs ?? 0), 0) }),
  });
  for (const [job, { path }] of runs.entries()) {
    const file = openTraceFile(folder, job);
    for (const { events, complete, ...header } of readTraces(path)) {
      file.begin(header);
      for (const event of events) file.write(event);
      if (complete) file.end();
    }
    file.close();
    const inspection = readInspection(path);
    if (inspection !== undefined && inspection !== 'unreadable') writeInspection(folder, inspection);
  }
  const found = runs.flatMap(({ path }) => readCounterexamples(path));
  for (const counterexample of counterexamplesOfAll(folder, found)) writeCounterexample(folder, counterexample);
};
