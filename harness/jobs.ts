/** Runs a selection's cases: here with one job, else in processes of their own. Case n goes to job n modulo the jobs, never to who is free. */
import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import { nowhere, type OpenBench } from './case-bench.ts';
import { wasHeldUp } from './held-up.ts';
import { breaks } from './judge.ts';
import { hasToReach, isControl, reachesProvider } from './judge-run.ts';
import { closeLanes, openLanes } from './lanes.ts';
import type { LoadedContract } from './load-contract.ts';
import type { Trace } from './model/trace.ts';
import { HarnessError } from './ports/errors.ts';
import type { Conduct } from './ports/rule.ts';
import { runCase } from './run.ts';
import type { RunOptions } from './run-options.ts';
import type { Selection } from './select.ts';
import { openTraceFile } from './store.ts';

export interface JobsToRun {
  readonly folder: string;
  readonly contract: LoadedContract;
  readonly bench: Bench;
  readonly options: RunOptions;
  readonly selection: Selection;
  /** Serves the first job; closed when the jobs are done. */
  readonly opened: OpenBench;
}

export interface Share {
  readonly job: number;
  readonly of: number;
}

/** What a job tells after each case: the rules that this case alone broke. */
export interface CaseDone {
  readonly case: string;
  readonly broken: readonly string[];
  /** A control case in which no provider was asked anything. */
  readonly unreached: boolean;
}

/** Nothing ran yet, so whatever could turn out to apply is watched. */
const anyConduct: Conduct = { calls: true, deadLetters: true, keys: true, compares: true, logs: 'json' };

export const runShare = async (
  { folder, contract, bench, options, selection }: Omit<JobsToRun, 'opened' | 'options'> & Pick<JobTask, 'options'>,
  opened: OpenBench,
  share: Share,
  done: (result: CaseDone) => void,
  stop: () => boolean,
): Promise<void> => {
  const rules = selection.rules.filter(
    (rule) => rule.samples === undefined && rule.appliesTo(opened.facts, anyConduct).applies === true,
  );
  const own = selection.cases.filter((_, position) => position % share.of === share.job);
  const lanes = await openLanes(contract, bench.faults, options.seed, opened, own.length);
  const runLane = async (lane: OpenBench, number: number): Promise<void> => {
    // Numbered so that the files, read in turn, give the cases in their order.
    const file = openTraceFile(folder, share.job + share.of * number);
    try {
      for (const [position, { id, plan }] of own.entries()) {
        if (position % lanes.length !== number) continue;
        if (stop()) return;
        const trace = await runInPeace(id, plan, lane, file);
        const broken = rules.filter((rule) => breaksQuietly(rule, trace)).map((rule) => rule.id);
        done({ case: id, broken, unreached: hasToReach(trace) && !reachesProvider(trace) });
      }
    } finally {
      file.close();
    }
  };
  try {
    await Promise.all(lanes.map(runLane));
  } finally {
    await closeLanes(lanes);
  }
};

/** So often a case is begun again that the machine held up. */
const tries = 3;

/** On the real clock a case is stored when it is over, because one that the machine held up is run again and not kept. */
const runInPeace = async (...[id, plan, lane, file]: Parameters<typeof runCase>): Promise<Trace> => {
  if (lane.subject.clockKind === 'virtual') return runCase(id, plan, lane, file);
  for (let left = tries - 1; ; left -= 1) {
    const trace = await runCase(id, plan, lane, nowhere);
    if (left > 0 && wasHeldUp(trace)) continue;
    const { events, complete: _, ...header } = trace;
    file.begin(header);
    for (const event of events) file.write(event);
    file.end();
    return trace;
  }
};

/** A rule that throws is told when the run is judged; here it only would hide the progress. */
const breaksQuietly = (...[rule, trace]: Parameters<typeof breaks>): boolean => {
  try {
    return breaks(rule, trace);
  } catch {
    return false;
  }
};

/** What a job's process is told on its command line, as JSON. */
export interface JobTask {
  readonly folder: string;
  readonly contract: string;
  readonly module: string;
  readonly share: Share;
  readonly clock: Selection['clock'];
  readonly options: Pick<
    RunOptions,
    'seed' | 'cases' | 'jobs' | 'out' | 'topics' | 'rules' | 'operations' | 'shard' | 'bail' | 'inspect'
  >;
}

export type JobMessage = { readonly done: CaseDone } | { readonly failed: string };

const workerPath = fileURLToPath(new URL(`./job-process${extname(import.meta.url)}`, import.meta.url));

const startJob = (task: JobTask, done: (result: CaseDone) => void, stopped: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, workerPath, JSON.stringify(task)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const stop = (): void => {
      if (child.connected) child.disconnect();
    };
    stopped.addEventListener('abort', stop);
    let failed: string | undefined;
    child.on('message', (message: JobMessage) => {
      if ('done' in message) done(message.done);
      else failed = message.failed;
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      stopped.removeEventListener('abort', stop);
      if (failed === undefined && (code === 0 || stopped.aborted)) resolve();
      else
        reject(
          new HarnessError(
            `Job ${task.share.job + 1} of ${task.share.of} ended early: ${failed ?? signal ?? `exit ${code}`}.`,
          ),
        );
    });
  });

export const runJobs = async ({ folder, contract, bench, options, selection, opened }: JobsToRun): Promise<void> => {
  const broken = new Set<string>();
  const stopping = new AbortController();
  let finished = 0;
  let unreached = 0;
  const controls = selection.cases.filter(isControl).length;
  const done = (result: CaseDone): void => {
    finished += 1;
    if (result.unreached) unreached += 1;
    // Whatever else would run says nothing either; of a shard that is for the whole to tell.
    if (options.shard === undefined && controls > 0 && unreached === controls) stopping.abort();
    for (const rule of result.broken) broken.add(rule);
    if (options.bail && broken.size > 0) stopping.abort();
    options.onProgress?.({
      phase: 'running',
      done: finished,
      planned: selection.cases.length,
      rulesGreen: selection.rules.length - broken.size,
      rulesBroken: [...broken],
    });
  };
  const abort = (): void => stopping.abort();
  options.signal?.addEventListener('abort', abort);
  const jobs = Math.max(1, Math.min(options.jobs, selection.cases.length));
  const { onProgress: _, signal: __, ...plain } = options;
  const others = Array.from({ length: jobs - 1 }, (_unused, index) =>
    startJob(
      {
        folder,
        contract: contract.path,
        module: bench.module,
        share: { job: index + 1, of: jobs },
        clock: selection.clock,
        options: plain,
      },
      done,
      stopping.signal,
    ),
  );
  try {
    const here = runShare(
      { folder, contract, bench, options, selection },
      opened,
      { job: 0, of: jobs },
      done,
      () => stopping.signal.aborted,
    );
    await Promise.all([here, ...others]);
  } finally {
    stopping.abort();
    options.signal?.removeEventListener('abort', abort);
    await opened.close();
  }
  options.signal?.throwIfAborted();
};
