/** Runs one contract through the engine and keeps what calibration needs. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runContract } from '../../harness/engine.ts';
import { registerContractLoader } from '../../harness/subjects/contract-loader.ts';
import { standardBench } from '../../scenarios/bench.ts';
import type { Candidate } from './contracts.ts';
import type { Tried } from './verdicts.ts';

export interface Settings {
  readonly seed: number;
  /** Cases of each scenario; the scenario's own number when absent. */
  readonly cases?: number | undefined;
  readonly out: string;
}

async function declaredBy(path: string): Promise<readonly string[]> {
  const { breaks } = await import(pathToFileURL(path).href);
  return Array.isArray(breaks) ? breaks.map(String) : [];
}

export async function tryContract({ name, path, compliant }: Candidate, settings: Settings): Promise<Tried> {
  registerContractLoader();
  const startedAt = performance.now();
  const { seed, cases, out } = settings;
  const tried = { name, compliant, declared: compliant ? [] : await declaredBy(path) };
  try {
    const run = await runContract(
      path,
      { seed, ...(cases === undefined ? {} : { cases }), jobs: 1, out: join(out, name), bail: false, inspect: false },
      standardBench,
    );
    return {
      ...tried,
      rules: Object.fromEntries(run.results.map(({ rule, verdict }) => [rule.id, verdict.verdict.verdict])),
      cases: run.run.cases,
      tookMs: performance.now() - startedAt,
      ...(run.run.void === undefined ? {} : { trouble: run.run.void }),
    };
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error);
    return { ...tried, rules: {}, cases: 0, tookMs: performance.now() - startedAt, trouble };
  }
}
