/** The four verbs put together for one contract: plan, run, judge, and a smaller counterexample for each rule that fails. */
import { randomUUID } from 'node:crypto';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Bench } from './bench.ts';
import { type OpenBench, openCaseBench } from './case-bench.ts';
import { explore, smallest } from './explore.ts';
import { inspectRepository } from './inspect/inspect.ts';
import { createRunFacts, type RunFacts } from './inspect/run-facts.ts';
import { runJobs } from './jobs.ts';
import { breaks, createJudge } from './judge.ts';
import { judgeInspection } from './judge-inspection.ts';
import { type LoadedContract, loadContract, secretShape, webhookDialect } from './load-contract.ts';
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { Report } from './model/report.ts';
import type { Trace } from './model/trace.ts';
import type { RuleVerdict, Verdict } from './model/verdict.ts';
import { type PlannedCase, planCases } from './plan.ts';
import { ContractError, UsageError } from './ports/errors.ts';
import type { InspectionRule, Rule } from './ports/rule.ts';
import type { PlanningContext } from './ports/scenario.ts';
import { runCase, type TraceSink } from './run.ts';
import {
  createRun,
  findTrace,
  readCounterexamples,
  readInspection,
  readRun,
  readTraces,
  type StoredCounterexample,
  type StoredRun,
  writeCounterexample,
  writeInspection,
  writeRun,
} from './store.ts';
import { createSurface } from './surface.ts';

export interface RunOptions {
  readonly seed: number;
  /** Cases of each scenario; each scenario's own number when absent. */
  readonly cases?: number;
  /** Processes that run cases side by side, each with a subject of its own. */
  readonly jobs: number;
  /** Folder of the run; each contract gets `<out>/<service>/`. */
  readonly out: string;
  readonly topics?: readonly string[];
  readonly rules?: readonly string[];
  readonly operations?: readonly string[];
  /** `index` counts from 1. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Stop at the first broken rule. */
  readonly bail: boolean;
  readonly inspect: boolean;
  /** False for verdicts alone: no smaller counterexample is looked for. */
  readonly explore?: boolean;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Progress {
  readonly phase: 'running' | 'shrinking';
  readonly done: number;
  readonly planned: number;
  readonly rulesGreen: number;
  readonly rulesBroken: readonly string[];
}

export interface RuleResult {
  readonly rule: Rule | InspectionRule;
  readonly verdict: RuleVerdict;
  readonly counterexample?: StoredCounterexample;
}

export interface RunResult {
  /** `<out>/<service>` */
  readonly folder: string;
  readonly stored: StoredRun;
  readonly facts: IntegrationFacts;
  readonly results: readonly RuleResult[];
  readonly run: Report['run'];
  readonly surface: Report['surface'];
}

/** What a timing verdict allows: nothing on the virtual clock, where times are exact but for a client's own ticks. */
const toleranceMs = { virtual: 0, real: 250 } as const;

const unknown = (kind: string, names: readonly string[], known: readonly string[]): void => {
  const wrong = names.filter((name) => !known.includes(name));
  if (wrong.length > 0)
    throw new UsageError(
      `There is no ${kind} ${wrong.map((name) => `"${name}"`).join(', ')}. Known: ${known.join(', ')}.`,
    );
};

const selectRules = (
  bench: Bench,
  options: Pick<RunOptions, 'rules' | 'topics'>,
): Pick<Selection, 'rules' | 'inspectionRules'> => {
  const { rules: ids, topics } = options;
  const all = [...bench.rules, ...bench.inspectionRules];
  if (ids !== undefined)
    unknown(
      'rule',
      ids,
      all.map(({ id }) => id),
    );
  if (topics !== undefined) unknown('topic', topics, [...new Set(all.map(({ topic }) => topic))]);
  const asked = ({ id, topic }: Rule | InspectionRule): boolean =>
    (ids === undefined || ids.includes(id)) && (topics === undefined || topics.includes(topic));
  return { rules: bench.rules.filter(asked), inspectionRules: bench.inspectionRules.filter(asked) };
};

/** The scenario that proves that the subject reaches its provider at all. */
export const controlScenario = 'control';

export const planningContext = (contract: LoadedContract, operations?: readonly string[]): PlanningContext => {
  const { integration, facts } = contract;
  const provider = integration.providers[0];
  if (provider === undefined) throw new ContractError(`${contract.path} lists no provider.`);
  if (operations !== undefined) unknown('operation', operations, Object.keys(facts.operations));
  const chosen = (name: string): boolean => operations === undefined || operations.includes(name);
  const kept = <V>(all: { readonly [name: string]: V }): { readonly [name: string]: V } =>
    Object.fromEntries(Object.entries(all).filter(([name]) => chosen(name)));
  const webhook = webhookDialect(integration);
  return {
    ...(webhook === undefined ? {} : { webhook: { dialect: webhook, events: facts.webhook?.events ?? [] } }),
    facts: { ...facts, operations: kept(facts.operations) },
    inputs: Object.fromEntries(Object.entries(kept(integration.operations)).map(([name, { input }]) => [name, input])),
    provider: provider.id,
    dialect: provider.dialect,
  };
};

const inShard = (shard: RunOptions['shard'], position: number): boolean =>
  shard === undefined || position % shard.of === shard.index - 1;

export interface Selection {
  readonly rules: readonly Rule[];
  readonly inspectionRules: readonly InspectionRule[];
  readonly cases: readonly PlannedCase[];
}

export const select = (contract: LoadedContract, bench: Bench, options: RunOptions): Selection => {
  const rules = selectRules(bench, options);
  const cases = planCases({
    scenarios: bench.scenarios,
    context: planningContext(contract, options.operations),
    seed: options.seed,
    ...(options.cases === undefined ? {} : { cases: options.cases }),
  }).filter((_, position) => inShard(options.shard, position));
  if (cases.length === 0)
    throw new UsageError(
      'Nothing is left to run: no scenario fits the operations that --operation leaves (or this shard has no case).',
    );
  return { ...rules, cases };
};

const belowHere = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
};

const voidBecause = (
  traces: { readonly control: boolean; readonly reached: boolean },
  unclaimed: readonly string[],
) => {
  if (!traces.control || traces.reached) return undefined;
  return unclaimed.length === 0
    ? 'The integration never sent a request to its provider, with no fault at all. Check that `start()` gives it the address of `world.url(...)` and that `perform` calls the API.'
    : `The integration never reached its provider, but called ${unclaimed.join(', ')}. Point it at \`world.url(...)\` in the contract's \`env\`, or add that origin to the provider.`;
};

interface Judged {
  readonly verdicts: readonly RuleVerdict[];
  readonly surface: Report['surface'];
  readonly runFacts: RunFacts;
  readonly cases: number;
  readonly void?: string;
}

const judgeFolder = (folder: string, rules: readonly Rule[], facts: IntegrationFacts): Judged => {
  const judging = createJudge(rules, facts);
  const surface = createSurface();
  const runFacts = createRunFacts();
  let cases = 0;
  let control = false;
  let reached = false;
  for (const trace of readTraces(folder)) {
    cases += 1;
    judging.add(trace);
    surface.add(trace);
    runFacts.add(trace);
    if (trace.plan.scenario !== controlScenario) continue;
    control = true;
    reached ||= trace.events.some(({ type }) => type === 'request');
  }
  const told = surface.told();
  const why = voidBecause({ control, reached }, Object.keys(told.unclaimed));
  return {
    verdicts: judging.verdicts(),
    surface: told,
    runFacts: runFacts.told(),
    cases,
    ...(why === undefined ? {} : { void: why }),
  };
};

type SelectedRules = Pick<Selection, 'rules' | 'inspectionRules'>;

const isWhole = ({ rules, inspectionRules }: SelectedRules, bench: Bench): boolean =>
  rules.length === bench.rules.length && inspectionRules.length === bench.inspectionRules.length;

/** Reads the repository that the contract names. Of a sharded run the first shard does, for all. */
const inspect = async (
  folder: string,
  { integration, path }: LoadedContract,
  { inspectionRules }: SelectedRules,
  { shard }: RunOptions,
  { runFacts }: Judged,
): Promise<void> => {
  if (integration.repository === undefined || inspectionRules.length === 0 || (shard?.index ?? 1) !== 1) return;
  const { environments, tests } = integration;
  const inspection = await inspectRepository({
    folder: resolve(dirname(path), integration.repository),
    secrets: Object.entries(integration.secrets).flatMap(([name, of]) => {
      const shape = secretShape(integration, of);
      return shape === undefined ? [] : [{ name, prefix: shape.prefix, randomLength: shape.randomLength }];
    }),
    run: runFacts,
    ...(environments === undefined ? {} : { environments }),
    ...(tests === undefined ? {} : { tests }),
  });
  writeInspection(folder, inspection);
};

const notInspected: Verdict = {
  verdict: 'not-verified',
  reason: 'disabled',
  next: "Add repository: '.' (the folder of the integration, relative to the contract) to the contract.",
};

const inspectionResults = (
  folder: string,
  rules: readonly InspectionRule[],
  facts: IntegrationFacts,
): readonly RuleResult[] => {
  const inspection = readInspection(folder);
  const verdicts =
    inspection === undefined
      ? rules.map(({ id }) => ({ rule: id, verdict: notInspected, exercised: 0, cases: 0, struck: {}, broken: [] }))
      : judgeInspection(inspection, rules, facts);
  return rules.flatMap((rule, index) => {
    const verdict = verdicts[index];
    return verdict === undefined ? [] : [{ rule, verdict }];
  });
};

const behaviourResults = (
  rules: readonly Rule[],
  verdicts: readonly RuleVerdict[],
  counterexamples: readonly StoredCounterexample[],
): readonly RuleResult[] =>
  rules.flatMap((rule, index) => {
    const verdict = verdicts[index];
    if (verdict === undefined) return [];
    const counterexample = counterexamples.find((each) => each.rule === rule.id);
    return [{ rule, verdict, ...(counterexample === undefined ? {} : { counterexample }) }];
  });

const resultOf = (
  folder: string,
  stored: StoredRun,
  { rules, inspectionRules }: SelectedRules,
  judged: Judged,
): RunResult => ({
  folder,
  stored,
  facts: stored.facts,
  results: [
    ...behaviourResults(rules, judged.verdicts, readCounterexamples(folder)),
    ...inspectionResults(folder, inspectionRules, stored.facts),
  ],
  run: {
    id: stored.id,
    seed: stored.seed,
    cases: judged.cases,
    clock: stored.clock,
    toleranceMs: toleranceMs[stored.clock],
    startedAt: stored.startedAt,
    durationMs: stored.durationMs ?? 0,
    ...(judged.void === undefined ? {} : { void: judged.void }),
  },
  surface: judged.surface,
});

/** One trace decides these rules, so they can be judged while the run goes on, and shrunk. */
const decidedByOneTrace = (rules: readonly Rule[]): readonly Rule[] =>
  rules.filter(({ samples }) => samples === undefined);

const nowhere: TraceSink = { begin: () => {}, write: () => {}, end: () => {} };
const triesForEachRule = 60;

/** Makes and stores a counterexample for every failing rule that one trace decides. */
const exploreAll = async (
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
  const warm = await openCaseBench(contract, bench.faults, options.seed, options.inspect);
  const run = (id: string, plan: PlannedCase['plan']): Promise<Trace> => runCase(id, plan, warm, nowhere);
  const runFresh = async (id: string, plan: PlannedCase['plan']): Promise<Trace> => {
    const fresh = await openCaseBench(contract, bench.faults, options.seed, false);
    try {
      return await runCase(id, plan, fresh, nowhere);
    } finally {
      await fresh.close();
    }
  };
  try {
    for (const [done, rule] of failing.entries()) {
      options.signal?.throwIfAborted();
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
      const history = selection.cases.slice(0, selection.cases.indexOf(found));
      const shrinking = { rule, scenario, context, seed: options.seed, found, run, runFresh, history };
      writeCounterexample(folder, await explore({ ...shrinking, tries: triesForEachRule }, observed));
    }
  } finally {
    await warm.close();
  }
};

/**
 * Verifies one contract and stores the run under `<out>/<service>/`.
 * Rejects with `ContractError` or `UsageError` before anything is written when the contract or the options are wrong.
 */
export const runContract = async (path: string, options: RunOptions, bench: Bench): Promise<RunResult> => {
  const contract = await loadContract(resolve(path));
  const selection = select(contract, bench, options);
  const opened = await openCaseBench(contract, bench.faults, options.seed, options.inspect);
  const { facts } = opened;
  const folder = join(options.out, facts.service);
  const started = Date.now();
  const stored: StoredRun = {
    storeVersion: 1,
    id: randomUUID(),
    contract: belowHere(contract.path),
    seed: options.seed,
    planned: selection.cases.length,
    clock: opened.subject.clockKind,
    startedAt: new Date(started).toISOString(),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    ...(isWhole(selection, bench)
      ? {}
      : { rules: [...selection.rules, ...selection.inspectionRules].map(({ id }) => id) }),
    facts,
  };
  createRun(folder, stored);
  await runJobs({ folder, contract, bench, options, selection, opened });
  const judged = judgeFolder(folder, selection.rules, facts);
  await inspect(folder, contract, selection, options, judged);
  if (judged.void === undefined && options.explore !== false)
    await exploreAll(folder, contract, bench, options, selection, judged);
  const finished = { ...stored, durationMs: Date.now() - started };
  writeRun(folder, finished);
  return resultOf(folder, finished, selection, judged);
};

/** Judges a stored run with today's rules. Works on runs that were ended half-way. */
export const judgeStored = (folder: string, bench: Bench): RunResult => {
  const stored = readRun(folder);
  const asked = ({ id }: Rule | InspectionRule): boolean => stored.rules?.includes(id) ?? true;
  const selection = { rules: bench.rules.filter(asked), inspectionRules: bench.inspectionRules.filter(asked) };
  return resultOf(folder, stored, selection, judgeFolder(folder, selection.rules, stored.facts));
};

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
    unknown(
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
  const contract = await loadContract(resolve(stored.contract));
  const results: ReplayResult[] = [];
  for (const counterexample of counterexamples) {
    const rule = bench.rules.find(({ id }) => id === counterexample.rule);
    if (rule === undefined) continue;
    const opened = await openCaseBench(contract, bench.faults, stored.seed, inspect);
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
