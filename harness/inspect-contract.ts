/** Reads the repository that a contract names. */
import { dirname, resolve } from 'node:path';
import { secretShape } from './contract-problems.ts';
import type { LoadedContract } from './load-contract.ts';
import type { Inspection } from './model/inspection.ts';
import type { RunOptions } from './run-options.ts';
import type { SelectedRules } from './select.ts';

/** Undefined when there is none to read. Of a sharded run the first shard does, for all. */
export const inspectContract = async (
  { integration, path }: LoadedContract,
  { inspectionRules }: SelectedRules,
  { shard }: RunOptions,
): Promise<Inspection | undefined> => {
  if (integration.repository === undefined || inspectionRules.length === 0 || (shard?.index ?? 1) !== 1)
    return undefined;
  // Its parsers are much code, which a run without a repository does without.
  const { inspectRepository } = await import('./inspect/inspect.ts');
  const { environments, tests } = integration;
  return inspectRepository({
    folder: resolve(dirname(path), integration.repository),
    managed: integration.secretManager?.serves ?? [],
    secrets: Object.entries(integration.secrets).flatMap(([name, of]) => {
      const shape = secretShape(integration, of);
      return shape === undefined ? [] : [{ name, prefix: shape.prefix, randomLength: shape.randomLength }];
    }),
    ...(environments === undefined ? {} : { environments }),
    ...(tests === undefined ? {} : { tests }),
  });
};
