/** Runs one contract through the engine and keeps what calibration needs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench } from '../../harness/bench.ts';
import { formats, terminalText, writeFormats } from '../../harness/cli/formats.ts';
import { reportOf } from '../../harness/cli/report.ts';
import { loadContract } from '../../harness/load-contract.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { runContract } from '../../harness/run-contract.ts';
import { registerContractLoader } from '../../harness/subjects/contract-loader.ts';
import { bench as standardBench } from '../../scenarios/bench.ts';
import { canariesOf, leaksInFiles } from './artefact-leaks.ts';
import { type Candidate, ruleOf } from './contracts.ts';
import type { Tried } from './verdicts.ts';

export interface Settings {
  readonly seed: number;
  /** A mutant meets at least so many cases of a scenario of its rule's topic, and of another one so many or half of them. */
  readonly cases: number;
  readonly out: string;
}

/**
 * A mutant meets every scenario, but half the cases of those of its rule's topic, and a sixth of the others: a rule that
 * catches it in the first cases would also in all, since more cases begin with the same ones. Where it declares to break a
 * statistical rule, which needs them, it meets all of its topic.
 */
function benchFor(candidate: Candidate, declared: readonly string[], atLeast: number): Bench {
  if (candidate.compliant) return standardBench;
  const own = standardBench.rules.find(({ id }) => id === ruleOf(candidate))?.topic;
  const needsAll = standardBench.rules.some(({ id, samples }) => samples !== undefined && declared.includes(id));
  const casesOf = ({ topic, cases }: Scenario): number => {
    const half = Math.ceil(cases / 2);
    if (topic !== own) return Math.max(Math.min(atLeast, half), Math.ceil(cases / 6));
    return needsAll ? cases : Math.min(cases, Math.max(atLeast, half));
  };
  const scenarios = standardBench.scenarios.map((scenario) => ({ ...scenario, cases: casesOf(scenario) }));
  return { ...standardBench, scenarios };
}

async function declaredBy(path: string): Promise<Pick<Tried, 'declared' | 'leftOpen'>> {
  const { breaks = [], leavesOpen = [] } = await import(pathToFileURL(path).href);
  return { declared: breaks, leftOpen: leavesOpen };
}

export async function tryContract(candidate: Candidate, settings: Settings): Promise<Tried> {
  registerContractLoader();
  const startedAt = performance.now();
  const { name, path, compliant } = candidate;
  const { seed, cases, out } = settings;
  const tried = { name, compliant, leaks: [], ...(await declaredBy(path)) };
  try {
    const run = await runContract(
      path,
      { seed, jobs: 1, out: join(out, name), bail: false, inspect: false, explore: false },
      benchFor(candidate, tried.declared, cases),
    );
    const { folder } = run;
    const report = reportOf(run, standardBench, 'must');
    writeFormats(
      report,
      folder,
      formats.map(({ id }) => id),
    );
    writeFileSync(join(folder, 'report.txt'), terminalText(report, false));
    return {
      ...tried,
      leaks: leaksInFiles(folder, canariesOf(await loadContract(path), seed)),
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
