/**
 * Kills a running `gauntlet run` (SIGKILL, at a random moment) again and again, and looks for what it left behind:
 * processes, listening ports, containers, temporary files, and stored runs that do not open. Linux only: it reads /proc.
 * `--kills N` (default 50), `--kind module|command|container`, `--jobs N`, `--within SECONDS`
 * (default: as long as a whole run takes, which is minutes for containers).
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeBaseImage } from '../examples/container/base-image.ts';
import { ownerLabel } from '../harness/subjects/container-engine.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    jobs: { type: 'string', default: '2' },
    kind: { type: 'string', default: 'module' },
    within: { type: 'string' },
  },
});
const contracts: { readonly [kind: string]: string } = {
  module: 'examples/linear/linear.contract.ts',
  command: 'examples/node-hardcoded/node-hardcoded.contract.ts',
  container: 'examples/container/container.contract.ts',
};
const contract = contracts[values.kind];
if (contract === undefined) throw new Error(`--kind is one of ${Object.keys(contracts).join(', ')}`);
if (values.kind === 'container') makeBaseImage();
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin', 'gauntlet.js');

/** Everything that a run starts has the run's own temporary folder somewhere in its environment. */
const processesOf = (mark: string): readonly number[] =>
  readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      return readFileSync(`/proc/${entry}/environ`, 'utf8').includes(mark) ? [Number(entry)] : [];
    } catch {
      return [];
    }
  });

/** None may run beside this soak. */
const containers = (): readonly string[] =>
  values.kind === 'container'
    ? execFileSync('docker', ['ps', '--all', '--quiet', '--filter', `label=${ownerLabel}`], { encoding: 'utf8' })
        .split('\n')
        .filter((id) => id !== '')
    : [];

const start = (mark: string, out: string) =>
  spawn(process.execPath, [bin, 'run', contract, '--out', out, '--jobs', values.jobs, '--format', 'json'], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: mark },
  });

const wholeRunMs = async (): Promise<number> => {
  const mark = mkdtempSync(join(tmpdir(), 'kill-soak-'));
  const out = join(mark, 'out');
  const started = performance.now();
  await new Promise((resolve) => start(mark, out).on('exit', resolve));
  rmSync(mark, { recursive: true, force: true });
  return performance.now() - started;
};

/** Compiled code, kept for the next run on purpose: tsx's cache and ours. */
const isCache = (name: string): boolean => /^(tsx-|gauntlet-compile-cache-|node-compile-cache)/.test(name);

const gone = async (mark: string): Promise<readonly number[]> => {
  for (let tries = 0; tries < 50; tries += 1) {
    if (processesOf(mark).length === 0) return [];
    await pause(100);
  }
  return processesOf(mark);
};

const opens = (out: string): string | undefined => {
  if (!existsSync(out)) return undefined;
  for (const service of readdirSync(out, { withFileTypes: true })) {
    if (!service.isDirectory() || !existsSync(join(out, service.name, 'run.json'))) continue;
    const judged = spawnSync(process.execPath, [bin, 'judge', join(out, service.name), '--json'], { cwd: root });
    // A run that was cut short is inconclusive or void; only these say that it could not be read.
    if (judged.status === null || judged.status === 4)
      return `gauntlet judge: ${judged.stderr.toString().slice(0, 300)}`;
    // With --json, what could not be read is told as JSON too.
    const said: unknown = JSON.parse(judged.stdout.toString() || '{"error":"nothing"}');
    if (typeof said !== 'object' || said === null || 'error' in said)
      return `gauntlet judge gave no result: exit ${judged.status} ${judged.stderr.toString().slice(0, 300)}`;
  }
  return undefined;
};

const whole = values.within === undefined ? await wholeRunMs() : Number(values.within) * 1000;
console.log(`kills within ${(whole / 1000).toFixed(1)} s`);
let failed = 0;
for (let kill = 1; kill <= Number(values.kills); kill += 1) {
  const mark = mkdtempSync(join(tmpdir(), 'kill-soak-'));
  const out = join(mark, 'out');
  const run = start(mark, out);
  const exited = new Promise((resolve) => run.on('exit', resolve));
  const afterMs = Math.random() * whole;
  await pause(afterMs);
  const running = processesOf(mark).length;
  run.kill('SIGKILL');
  await exited;
  // Ports belong to processes: when no process is left, none is listening.
  const left = await gone(mark);
  const leftContainers = containers();
  const files = readdirSync(mark).filter((name) => name !== 'out' && !isCache(name));
  const unreadable = opens(out);
  const problems = [
    ...(left.length === 0 ? [] : [`processes left: ${left.join(', ')}`]),
    ...(leftContainers.length === 0 ? [] : [`containers left: ${leftContainers.join(', ')}`]),
    ...(files.length === 0 ? [] : [`temporary files left: ${files.join(', ')}`]),
    ...(unreadable === undefined ? [] : [unreadable]),
  ];
  if (problems.length > 0) failed += 1;
  console.log(
    `${kill}: killed after ${afterMs.toFixed(0)} ms with ${running} processes: ${problems.join('; ') || 'nothing left'}`,
  );
  for (const pid of left) process.kill(pid, 'SIGKILL');
  rmSync(mark, { recursive: true, force: true });
}
console.log(`${Number(values.kills) - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
