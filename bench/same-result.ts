/**
 * Runs one contract several times with one seed and compares the normalised results. `--runs N` (default 10),
 * `--load` keeps both cores busy meanwhile, `--contract PATH`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Report } from '../harness/model/report.ts';
import { normalise } from '../reports/normalise.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10' },
    contract: { type: 'string', default: 'examples/linear/linear.contract.ts' },
    load: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));

const resultOfRun = (): string => {
  const out = mkdtempSync(join(tmpdir(), 'same-result-'));
  const args = [
    join(root, 'bin', 'gauntlet.js'),
    'run',
    values.contract,
    '--seed',
    '1',
    '--out',
    out,
    '--format',
    'json',
  ];
  const ran = spawnSync(process.execPath, args, { cwd: root });
  const service = readdirSync(out, { withFileTypes: true }).find((entry) => entry.isDirectory())?.name;
  if (service === undefined) throw new Error(`the run wrote nothing: ${ran.stderr.toString().slice(0, 500)}`);
  const report = JSON.parse(readFileSync(join(out, service, 'compliance.json'), 'utf8')) as Report;
  rmSync(out, { recursive: true, force: true });
  return JSON.stringify(normalise(report), null, 1);
};

const firstDifference = (a: string, b: string): string => {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const line = left.findIndex((text, index) => text !== right[index]);
  return `line ${line + 1}: ${left[line]?.trim()} | ${right[line]?.trim()}`;
};

const hogs = values.load
  ? Array.from({ length: availableParallelism() }, () =>
      spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
    )
  : [];
let same = 0;
try {
  const first = resultOfRun();
  for (let run = 1; run <= Number(values.runs); run += 1) {
    const result = run === 1 ? first : resultOfRun();
    if (result === first) same += 1;
    else console.log(`run ${run} differs at ${firstDifference(first, result)}`);
  }
} finally {
  for (const hog of hogs) hog.kill('SIGKILL');
}
const runs = Number(values.runs);
console.log(`${same} passed, ${runs - same} failed`);
process.exitCode = same === runs ? 0 : 1;
