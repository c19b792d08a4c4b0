/** Reads the repository that a contract names, and judges what was read. */
import { dirname, resolve } from 'node:path';
import { inspectRepository } from './inspect/inspect.ts';
import type { RunFacts } from './inspect/run-facts.ts';
import { judgeInspection } from './judge-inspection.ts';
import { type LoadedContract, secretShape } from './load-contract.ts';
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { Verdict } from './model/verdict.ts';
import type { InspectionRule } from './ports/rule.ts';
import type { RunOptions } from './run-options.ts';
import type { RuleResult } from './run-result.ts';
import type { SelectedRules } from './select.ts';
import { readInspection, writeInspection } from './store.ts';

/** Reads the repository that the contract names. Of a sharded run the first shard does, for all. */
export const inspectContract = async (
  folder: string,
  { integration, path }: LoadedContract,
  { inspectionRules }: SelectedRules,
  { shard }: RunOptions,
  runFacts: RunFacts,
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

export const inspectionResults = (
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
