/**
 * Runs mutants whose rule one case decides, and checks what `gauntlet run` makes of each: exit 1 (0 for advice, which never gates), the rule named, a
 * counterexample of at most three actions and faults (a burst is one fault), and `gauntlet replay` saying STILL FAILS.
 * `--every N` takes each Nth mutant, `--cases N` of each scenario, or name the mutants.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { candidates } from '../examples/calibration/contracts.ts';
import type { Plan } from '../harness/model/plan.ts';
import { bench } from '../scenarios/bench.ts';

const { values, positionals } = parseArgs({
  options: { every: { type: 'string', default: '1' }, cases: { type: 'string', default: '8' } },
  allowPositionals: true,
});
const root = fileURLToPath(new URL('..', import.meta.url));
const most = 3;

const gauntlet = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'gauntlet.js'), ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 27,
  });
  return { status, stdout, stderr };
};

const decidedByOneCase = new Set(bench.rules.filter(({ samples }) => samples === undefined).map(({ id }) => id));
const clauseRules = new Set(
  bench.standard.clauses.flatMap(({ decidedBy }) => ('all' in decidedBy ? decidedBy.all : decidedBy.any)),
);
const mutants = candidates()
  .filter(({ name, compliant }) => !compliant && decidedByOneCase.has(name))
  .filter(({ name }, index) =>
    positionals.length > 0 ? positionals.includes(name) : index % Number(values.every) === 0,
  );

const counterexampleOf = (out: string, rule: string): { readonly folder: string; readonly plan: Plan } | undefined => {
  for (const service of readdirSync(out, { withFileTypes: true })) {
    if (!service.isDirectory()) continue;
    const folder = join(out, service.name);
    const report = JSON.parse(readFileSync(join(folder, 'compliance.json'), 'utf8'));
    const plan: Plan | undefined = report.rules.find(({ id }: { id: string }) => id === rule)?.counterexample?.plan;
    if (plan !== undefined) return { folder, plan };
  }
  return undefined;
};

/** What is wrong, or the size of the counterexample. */
const tryMutant = (rule: string, path: string, out: string): string | number => {
  const wanted = [
    '--rule',
    rule,
    '--cases',
    values.cases,
    '--format',
    'json',
    '--json',
    '--out',
    out,
    '--gate',
    'should',
  ];
  const run = gauntlet('run', path, ...wanted);
  // No clause names it, so it never gates: advice.
  const isAdvice = !clauseRules.has(rule);
  if (run.status !== (isAdvice ? 0 : 1)) return `exit ${run.status}: ${run.stderr.slice(-300)}`;
  const { failed } = JSON.parse(run.stdout);
  if (!isAdvice && !failed.some((each: { rule: string }) => each.rule === rule))
    return 'the summary does not name the rule';
  const found = counterexampleOf(out, rule);
  if (found === undefined) return 'no counterexample was stored';
  const { folder, plan } = found;
  const replay = gauntlet('replay', folder, rule);
  if (replay.status !== 1 || !replay.stdout.startsWith('STILL FAILS'))
    return `replay: exit ${replay.status}: ${replay.stdout.slice(0, 300)}${replay.stderr.slice(0, 300)}`;
  const size = plan.actions.length + plan.faults.length;
  return size <= most ? size : `${size} actions and faults: ${JSON.stringify(plan)}`;
};

let good = 0;
for (const { name, path } of mutants) {
  const out = mkdtempSync(join(tmpdir(), 'counterexamples-'));
  const result = tryMutant(name, path, out);
  rmSync(out, { recursive: true, force: true });
  if (typeof result === 'number') good += 1;
  console.log(`${name}: ${typeof result === 'number' ? `${result}, STILL FAILS` : result}`);
}
console.log(`${good} passed, ${mutants.length - good} failed`);
process.exitCode = good === mutants.length ? 0 : 1;
