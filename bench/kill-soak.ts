/**
 * Kills a running `gauntlet run` (SIGKILL, at a random moment) again and again, and looks for what it left behind:
 * processes, listening ports, containers, temporary files, and stored runs that do not open. Linux only: it reads /proc.
 * `--kills N` (default 50), `--kind module|command|python|container`, `--jobs N`, `--within SECONDS`
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
  python: 'examples/python/python.contract.ts',
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

/** A run's containers have its folder mounted. */
const containersOf = (mark: string): readonly string[] =>
  values.kind === 'container'
    ? execFileSync('docker', ['ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.Mounts}}'], { encoding: 'utf8' })
        .split('\n')
        .flatMap((line) => (line.includes(mark) ? [line.slice(0, 12)] : []))
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

/** Time that cleaning up may take on a machine that is busy with something else: an engine takes seconds to remove a container. */
const patienceMs = 30_000;

const leftOf = (mark: string) => ({ processes: processesOf(mark), containers: containersOf(mark) });

/** What is there when nothing is left, or no patience. */
const settle = async (mark: string): Promise<ReturnType<typeof leftOf>> => {
  const since = performance.now();
  for (;;) {
    const left = leftOf(mark);
    if (left.processes.length + left.containers.length === 0 || performance.now() - since > patienceMs) return left;
    await pause(100);
  }
};

const end = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
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
  const killed = performance.now();
  const left = await settle(mark);
  const seconds = ((performance.now() - killed) / 1000).toFixed(1);
  const files = readdirSync(mark).filter((name) => name !== 'out' && !isCache(name));
  const unreadable = opens(out);
  const problems = [
    ...(left.processes.length === 0 ? [] : [`processes left: ${left.processes.join(', ')}`]),
    ...(left.containers.length === 0 ? [] : [`containers left: ${left.containers.join(', ')}`]),
    ...(files.length === 0 ? [] : [`temporary files left: ${files.join(', ')}`]),
    ...(unreadable === undefined ? [] : [unreadable]),
  ];
  if (problems.length > 0) failed += 1;
  console.log(
    `${kill}: killed after ${afterMs.toFixed(0)} ms with ${running} processes: ${problems.join('; ') || `nothing left after ${seconds} s`}`,
  );
  for (const pid of left.processes) end(pid);
  rmSync(mark, { recursive: true, force: true });
}
console.log(`${Number(values.kills) - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
