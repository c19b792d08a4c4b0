/**
 * A run on disk: `run.json`, one append-only NDJSON file of traces for each job, and the counterexamples. Every line is
 * written as soon as it is known, so that a killed harness loses nothing that it had seen.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ClockObstacle } from './model/clock-obstacle.ts';
import type { Inspection } from './model/inspection.ts';
import { type IntegrationFacts, isServiceName } from './model/integration-facts.ts';
import type { Plan } from './model/plan.ts';
import type { Standard, StandardModule } from './model/standard.ts';
import type { Trace, TraceEvent, TraceHeader } from './model/trace.ts';
import { UsageError } from './ports/errors.ts';
import type { TraceSink } from './run.ts';
import type { LeftOut } from './select.ts';

export interface StoredRun {
  readonly storeVersion: 1;
  readonly id: string;
  /** Path of the contract, relative to where the run was started when it lies below. */
  readonly contract: string;
  /** The folder that inspection reads, told as the contract is. */
  readonly repository?: string;
  readonly seed: number;
  /** How many cases were planned for this run (this shard of it). */
  readonly planned: number;
  readonly clock: 'virtual' | 'real';
  /** Why it was not the virtual clock, when that was tried. */
  readonly clockObstacle?: ClockObstacle;
  readonly startedAt: string;
  /** Absent while the run goes on, and when it was ended before it was through. */
  readonly durationMs?: number;
  readonly shard?: { readonly index: number; readonly of: number };
  /** Of the contract's repository when the run began; `-dirty` when files that git tracks differed from it. */
  readonly commit?: string;
  /** The standard of a team's own that the run was made against. */
  readonly standard?: StoredStandard;
  /** What the real clock did not allow to be run. */
  readonly leftOut?: readonly LeftOut[];
  /** The rules that were asked for; all when absent. */
  readonly rules?: readonly string[];
  readonly facts: IntegrationFacts;
}

/** As data, so that the run can be judged by it when the module is gone, and without running a file that a stored run names. */
export interface StoredStandard extends StandardModule {
  readonly standard: Standard;
}

/** A plan that breaks a rule, made as small as it gets. */
export interface StoredCounterexample {
  readonly rule: string;
  readonly case: string;
  readonly plan: Plan;
  readonly confirmed: 'fresh-process' | 'history' | 'not-confirmed';
  readonly prefix?: readonly string[];
  readonly shrinks: number;
  readonly trace: Trace;
}

const runFile = 'run.json';
const inspectionFile = 'inspection.json';
const traceFolder = 'traces';
const counterexampleFolder = 'counterexamples';

/** Replaces a file in one step, so that a reader never sees half of it. */
const writeWhole = (path: string, text: string): void => {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
};

/** Makes the run's folder anew: what an earlier run left in it goes. */
export const createRun = (folder: string, run: StoredRun): void => {
  try {
    for (const old of [traceFolder, counterexampleFolder, inspectionFile])
      rmSync(join(folder, old), { recursive: true, force: true });
    mkdirSync(join(folder, traceFolder), { recursive: true });
    writeRun(folder, run);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Results cannot be written to ${folder}: ${why}. Give another folder with --out.`);
  }
};

export const writeRun = (folder: string, run: StoredRun): void =>
  writeWhole(join(folder, runFile), `${JSON.stringify(run, null, 2)}\n`);

export const readRun = (folder: string): StoredRun => {
  const path = join(folder, runFile);
  if (!existsSync(path))
    throw new UsageError(
      `No run is stored in ${folder}: it has no ${runFile}. Give the folder of one integration, such as .gauntlet/latest/linear.`,
    );
  const run = statSync(path).isFile() ? parsed(readFileSync(path, 'utf8')) : undefined;
  if (!isStoredRun(run))
    throw new UsageError(`${path} is not a run that this version can read. Run the contract again to make a new one.`);
  return run;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Written by us, and yet it may have been cut, changed by hand, or made by another version. */
const isStoredRun = (run: unknown): run is StoredRun =>
  isObject(run) &&
  Reflect.get(run, 'storeVersion') === 1 &&
  typeof Reflect.get(run, 'contract') === 'string' &&
  typeof Reflect.get(run, 'seed') === 'number' &&
  isObject(Reflect.get(Object(Reflect.get(run, 'facts')), 'operations')) &&
  isServiceName(Reflect.get(Object(Reflect.get(run, 'facts')), 'service'));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

export interface TraceFile extends TraceSink {
  close(): void;
}

export const openTraceFile = (folder: string, job: number): TraceFile => {
  const file = openSync(join(folder, traceFolder, `job-${job}.ndjson`), 'a');
  const line = (value: unknown): void => {
    writeSync(file, `${JSON.stringify(value)}\n`);
  };
  return {
    begin: (header: TraceHeader) => line({ begin: header }),
    write: (event: TraceEvent) => line({ event }),
    end: () => line({ end: true }),
    close: () => closeSync(file),
  };
};

type Line = { readonly begin: TraceHeader } | { readonly event: TraceEvent } | { readonly end: true };

const isEvent = (event: unknown): boolean => isObject(event) && typeof Reflect.get(event, 'type') === 'string';
const isHeader = (header: unknown): boolean => isObject(header) && isObject(Reflect.get(header, 'plan'));

const readLine = (text: string): Line | undefined => {
  const line = parsed(text);
  if (!isObject(line)) return undefined;
  const isLine =
    isHeader(Reflect.get(line, 'begin')) || isEvent(Reflect.get(line, 'event')) || Reflect.get(line, 'end') === true;
  return isLine ? (line as Line) : undefined;
};

/**
 * The traces of one file, one at a time. A last line that was cut by a kill is passed over; a trace with an unreadable
 * line in the middle is not complete, whatever follows.
 */
function* tracesIn(path: string): Generator<Trace> {
  let header: TraceHeader | undefined;
  let events: TraceEvent[] = [];
  let complete = true;
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    const line = readLine(text);
    if (line === undefined) {
      complete &&= text === '';
      continue;
    }
    if ('begin' in line) {
      if (header !== undefined) yield { ...header, events, complete: false };
      header = line.begin;
      events = [];
      complete = true;
    } else if ('event' in line) events.push(line.event);
    else if (header !== undefined) {
      yield { ...header, events, complete };
      header = undefined;
      events = [];
    }
  }
  if (header !== undefined) yield { ...header, events, complete: false };
}

/**
 * Every trace of a run, in the order in which the cases were planned: they went to the jobs in turn. Cases that were being
 * run when the harness ended come out as not `complete`.
 */
export function* readTraces(folder: string): Generator<Trace> {
  const traces = join(folder, traceFolder);
  if (!existsSync(traces)) return;
  const files = readdirSync(traces).filter((name) => name.endsWith('.ndjson'));
  let jobs = files.sort(byNumber).map((file) => tracesIn(join(traces, file)));
  while (jobs.length > 0) {
    const going: Generator<Trace>[] = [];
    for (const job of jobs) {
      const next = job.next();
      if (next.done === true) continue;
      yield next.value;
      going.push(job);
    }
    jobs = going;
  }
}

const byNumber = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

export const findTrace = (folder: string, id: string): Trace | undefined => {
  for (const trace of readTraces(folder)) if (trace.case === id) return trace;
  return undefined;
};

export const writeInspection = (folder: string, inspection: Inspection): void =>
  writeWhole(join(folder, inspectionFile), `${JSON.stringify(inspection, null, 2)}\n`);

/** Undefined when the run looked at no repository; `unreadable` when another version of Gauntlet wrote it. */
export const readInspection = (folder: string): Inspection | 'unreadable' | undefined => {
  const path = join(folder, inspectionFile);
  if (!existsSync(path)) return undefined;
  const inspection = parsed(readFileSync(path, 'utf8')) as Inspection | undefined;
  return inspection?.inspectionVersion === 2 ? inspection : 'unreadable';
};

export const writeCounterexample = (folder: string, counterexample: StoredCounterexample): void => {
  mkdirSync(join(folder, counterexampleFolder), { recursive: true });
  writeWhole(
    join(folder, counterexampleFolder, `${counterexample.rule}.json`),
    `${JSON.stringify(counterexample, null, 2)}\n`,
  );
};

const isCounterexample = (value: unknown): value is StoredCounterexample =>
  isObject(value) &&
  typeof Reflect.get(value, 'rule') === 'string' &&
  Array.isArray(Reflect.get(Object(Reflect.get(value, 'plan')), 'actions')) &&
  Array.isArray(Reflect.get(Object(Reflect.get(value, 'trace')), 'events'));

/** One that cannot be read is passed over: the rule's verdict does not rest on it. */
export const readCounterexamples = (folder: string): readonly StoredCounterexample[] => {
  const counterexamples = join(folder, counterexampleFolder);
  if (!existsSync(counterexamples)) return [];
  return readdirSync(counterexamples)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      const counterexample = parsed(readFileSync(join(counterexamples, name), 'utf8'));
      return isCounterexample(counterexample) ? [counterexample] : [];
    });
};
