/** What of a bench a run takes: its rules, and the cases that are planned for them. */
import type { Bench } from './bench.ts';
import { webhookDialect } from './contract-problems.ts';
import { expectKnown } from './known-names.ts';
import type { LoadedContract } from './load-contract.ts';
import type { Plan } from './model/plan.ts';
import { type PlannedCase, planCases } from './plan.ts';
import { ContractError, UsageError } from './ports/errors.ts';
import type { InspectionRule, Rule } from './ports/rule.ts';
import type { PlanningContext, Scenario } from './ports/scenario.ts';
import type { Subject } from './ports/subject.ts';
import { longestRealMs, realMs, restarts } from './real-time.ts';
import type { RunOptions } from './run-options.ts';

/** Cases of one scenario that were not run. */
export interface LeftOut {
  readonly scenario: string;
  readonly topic: string;
  readonly cases: number;
}

export interface Selection {
  /** What the cases were planned for. */
  readonly clock: Subject['clockKind'];
  readonly rules: readonly Rule[];
  readonly inspectionRules: readonly InspectionRule[];
  readonly cases: readonly PlannedCase[];
  /** What the real clock, or a service that nobody can restart, does not allow. */
  readonly leftOut: readonly LeftOut[];
}

export type SelectedRules = Pick<Selection, 'rules' | 'inspectionRules'>;

/** False when options left rules out. */
export const isWhole = ({ rules, inspectionRules }: SelectedRules, bench: Bench): boolean =>
  rules.length === bench.rules.length && inspectionRules.length === bench.inspectionRules.length;

const selectRules = (bench: Bench, options: Pick<RunOptions, 'rules' | 'topics'>): SelectedRules => {
  const { rules: ids, topics } = options;
  const all = [...bench.rules, ...bench.inspectionRules];
  if (ids !== undefined)
    expectKnown(
      'rule',
      ids,
      all.map(({ id }) => id),
    );
  if (topics !== undefined) expectKnown('topic', topics, [...new Set(all.map(({ topic }) => topic))]);
  const asked = ({ id, topic }: Rule | InspectionRule): boolean =>
    (ids === undefined || ids.includes(id)) && (topics === undefined || topics.includes(topic));
  const selected = { rules: bench.rules.filter(asked), inspectionRules: bench.inspectionRules.filter(asked) };
  const isNothingLeft = selected.rules.length + selected.inspectionRules.length === 0;
  if (isNothingLeft && all.length > 0)
    throw new UsageError(
      'Nothing is left to judge: no rule of --rule belongs to a topic of --topic. Leave one of them out.',
    );
  return selected;
};

export const planningContext = (contract: LoadedContract, operations?: readonly string[]): PlanningContext => {
  const { integration, facts } = contract;
  const provider = integration.providers[0];
  if (provider === undefined) throw new ContractError(`${contract.path} lists no provider.`);
  if (operations !== undefined) expectKnown('operation', operations, Object.keys(facts.operations));
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

const onRealClock = (scenarios: readonly Scenario[]): readonly Scenario[] =>
  scenarios.map(({ cases, realCases = Math.min(cases, Math.max(6, Math.ceil(cases / 3))), ...scenario }) => ({
    ...scenario,
    cases: realCases,
  }));

/** Whether a plan can be carried out on the real clock at all. */
const possible = ({ integration, facts }: LoadedContract, bench: Bench): ((plan: Plan) => boolean) => {
  const dialect = webhookDialect(integration);
  const context = {
    faults: new Map(bench.faults.map((fault) => [fault.id, fault])),
    policy: facts.policy,
    ...(dialect === undefined ? {} : { dialect }),
  };
  const mayRestart = integration.subject?.kind !== 'url';
  return (plan) => realMs(plan, context) <= longestRealMs && (mayRestart || !restarts(plan, context));
};

const leftOutOf = (cases: readonly PlannedCase[], scenarios: readonly Scenario[]): readonly LeftOut[] =>
  [...Map.groupBy(cases, ({ scenario }) => scenario)].map(([scenario, own]) => ({
    scenario,
    topic: scenarios.find(({ id }) => id === scenario)?.topic ?? '',
    cases: own.length,
  }));

export const select = (
  contract: LoadedContract,
  bench: Bench,
  options: RunOptions,
  clock: Subject['clockKind'],
): Selection => {
  const rules = selectRules(bench, options);
  const isReal = clock === 'real';
  const planned = planCases({
    scenarios: isReal ? onRealClock(bench.scenarios) : bench.scenarios,
    context: planningContext(contract, options.operations),
    seed: options.seed,
    ...(options.cases === undefined ? {} : { cases: options.cases }),
  }).filter((_, position) => inShard(options.shard, position));
  const isPossible = isReal ? possible(contract, bench) : () => true;
  const cases = planned.filter(({ plan }) => isPossible(plan));
  const leftOut = leftOutOf(
    planned.filter(({ plan }) => !isPossible(plan)),
    bench.scenarios,
  );
  if (cases.length === 0)
    throw new UsageError(
      'Nothing is left to run: no scenario fits the operations that --operation leaves (or this shard has no case).',
    );
  return { clock, ...rules, cases, leftOut };
};
