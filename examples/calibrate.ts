/**
 * Tests the rules themselves: compliant integrations must not be blamed, and each rule must catch the mutant that breaks
 * it. `npm run calibrate [-- --cases N] [-- --seed N] [name...]`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bench as standardBench } from '../scenarios/bench.ts';
import { type Candidate, candidates, ruleOf } from './calibration/contracts.ts';
import { isExactFixture, tryInspectionFixtures } from './calibration/inspection-fixtures.ts';
import { complaints, matrix } from './calibration/matrix.ts';
import type { Settings } from './calibration/try-contract.ts';
import { isExact, judge, type Tried } from './calibration/verdicts.ts';

const { values, positionals } = parseArgs({
  options: {
    cases: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    keep: { type: 'string' },
  },
  allowPositionals: true,
});

const startWorker = (): ChildProcess =>
  fork(fileURLToPath(new URL('./calibration/worker.ts', import.meta.url)), { execArgv: [...process.execArgv] });

/** A worker that dies takes only the contract with it that it was at. */
function tryIn(worker: ChildProcess, candidate: Candidate, settings: Settings): Promise<Tried> {
  const { promise, resolve } = Promise.withResolvers<Tried>();
  const { name, compliant } = candidate;
  const exited = (code: number | null): void =>
    resolve({
      name,
      compliant,
      declared: [],
      leftOpen: [],
      leaks: [],
      rules: {},
      cases: 0,
      tookMs: 0,
      trouble: `the process ended (${code})`,
    });
  worker.once('exit', exited);
  worker.once('message', (tried: Tried) => {
    worker.off('exit', exited);
    resolve(tried);
  });
  worker.send({ candidate, settings });
  return promise;
}

async function tryAll(all: readonly Candidate[], jobs: number, settings: Settings): Promise<readonly Tried[]> {
  const waiting = [...all];
  const tried = new Map<string, Tried>();
  const work = async (): Promise<void> => {
    let worker = startWorker();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = await tryIn(worker, next, settings);
      tried.set(next.name, result);
      const seconds = (result.tookMs / 1_000).toFixed(1);
      console.log(`${isExact(result) ? 'ok  ' : 'NOT '} ${next.name} (${result.cases} cases, ${seconds} s)`);
      for (const complaint of complaints(result)) console.log(`       ${complaint}`);
      if (!worker.connected) worker = startWorker();
    }
    if (worker.connected) worker.disconnect();
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return all.flatMap(({ name }) => tried.get(name) ?? []);
}

const wanted = candidates().filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const out = values.keep ?? mkdtempSync(join(tmpdir(), 'gauntlet-calibrate-'));
const settings = { seed: Number(values.seed), cases: Number(values.cases), out };
const all = await tryAll(wanted, Number(values.jobs), settings);
if (values.keep === undefined) rmSync(out, { recursive: true, force: true });

const fixtures = positionals.length > 0 ? [] : await tryInspectionFixtures();
const rules = standardBench.rules.map(({ id }) => id);
console.log(`\n${matrix(rules, all)}\n`);

const compliant = all.filter((tried) => tried.compliant);
const mutants = all.filter((tried) => !tried.compliant);
const withoutMutant =
  positionals.length > 0 ? [] : rules.filter((rule) => !mutants.some((tried) => ruleOf(tried) === rule));
const untested = rules.filter((rule) =>
  compliant.every((tried) => tried.rules[rule] !== 'pass' && tried.rules[rule] !== 'fail'),
);
const problems = [
  ...all.flatMap(complaints),
  ...fixtures.flatMap((fixture) =>
    isExactFixture(fixture) ? [] : [`${fixture.rule}: its fixture repositories are judged ${JSON.stringify(fixture)}`],
  ),
  ...withoutMutant.map((rule) => `${rule}: no mutant breaks it`),
  ...mutants.filter((tried) => !rules.includes(ruleOf(tried))).map(({ name }) => `${name}: there is no such rule`),
];
if (untested.length > 0 && compliant.length > 0)
  console.log(`Put to the test by no compliant integration: ${untested.join(', ')}`);
for (const problem of problems) console.log(problem);

const caught =
  mutants.filter((tried) => judge(tried).caught).length + fixtures.filter(({ breaking }) => breaking === 'fail').length;
const falseAlarms =
  compliant.reduce((sum, tried) => sum + judge(tried).undeclared.length, 0) +
  fixtures.filter(({ keeping }) => keeping === 'fail').length;
console.log(
  `calibration: ${caught} of ${mutants.length + withoutMutant.length + fixtures.length} mutants caught by their own rule, ${falseAlarms} false alarms on compliant integrations`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
