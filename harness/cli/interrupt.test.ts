/** Ctrl+C ends a run soon, whatever it is doing, and what was seen until then can still be judged. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bench } from '../../scenarios/bench.ts';
import { judgeStored } from '../judge-stored.ts';

const bin = fileURLToPath(new URL('../../bin/gauntlet.js', import.meta.url));
const mutant = fileURLToPath(
  new URL('../../examples/mutants/permanent-error-not-retried.contract.ts', import.meta.url),
);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interrupt-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const runUntil = async (told: RegExp, out: string) => {
  const args = ['run', mutant, '--topic', 'retry', '--cases', '3', '--out', out];
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const before = stderr;
    stderr += text;
    if (told.test(stderr) && !told.test(before)) child.kill('SIGINT');
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, stderr };
};

test.each([
  ['cases run', /running cases/u],
  ['counterexamples are made smaller', /smallest counterexamples/u],
])('while %s', async (phase, told) => {
  const out = join(folder, phase.replaceAll(' ', '-'));
  const { code, stderr } = await runUntil(told, out);
  expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringMatching(/Stopped\..*gauntlet judge/u) });
  expect(judgeStored(join(out, 'items'), bench).run.cases).toBeGreaterThan(0);
});
