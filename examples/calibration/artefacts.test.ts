/** Our own files obey the standard too: no secret, not even a part of one, whatever an integration does with it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contractText } from '../../harness/cli/test-contract.ts';
import { loadContract } from '../../harness/load-contract.ts';
import { makeCanary } from '../../harness/secrets/canary.ts';
import { canariesOf, leaksInFiles, leaksInText, type Secret } from './artefact-leaks.ts';
import { fixtureRepository } from './fixture-repository.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const fourMinutesMs = 240_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-artefacts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a contract with every format; what stood on the console becomes a file of the run. */
const run = (contract: string, ...more: readonly string[]) =>
  new Promise<string>((resolve) => {
    const formats = 'terminal,json,html,md,junit,sarif';
    const args = ['run', contract, '--cases', '1', '--out', join(folder, 'run'), '--format', formats, ...more];
    const options = { cwd: folder, maxBuffer: 2 ** 27 };
    execFile(process.execPath, [here('../../bin/gauntlet.js'), ...args], options, (_error, stdout, stderr) => {
      writeFileSync(join(folder, 'run', 'console.txt'), stdout + stderr);
      resolve(stdout);
    });
  });

test('eight characters of the random part are found wherever they stand, and fewer are not', () => {
  const secret = { name: 'KEY', random: makeCanary({ prefix: '', randomLength: 40, use: 'credential' }, 1) };
  writeFileSync(join(folder, 'a.txt'), `{"key":"lin_${secret.random.slice(11, 19)}…"}`);
  expect(leaksInFiles(folder, [secret])).toEqual(['a.txt: KEY']);
  expect(leaksInText(`lin_${secret.random.slice(11, 18)}…`, [secret])).toEqual([]);
});

/** Into a log, an address, and an error. The other mutants are looked through by `npm run calibrate`. */
const leaking = ['secret-not-logged', 'secret-not-in-url', 'secret-not-in-user-error'];

test.each(leaking)(
  'nothing that is written about %s holds a piece of a canary',
  async (rule) => {
    const contract = here(`../mutants/${rule}.contract.ts`);
    expect(await run(contract, '--rule', rule)).toMatch(new RegExp(`✗ ${rule}`));
    const secrets = canariesOf(await loadContract(contract), 1);
    expect(secrets.length).toBeGreaterThan(0);
    expect(leaksInFiles(join(folder, 'run'), secrets)).toEqual([]);
  },
  fourMinutesMs,
);

test(
  'nothing that is written about a repository holds a piece of a secret that was found in it',
  async () => {
    const token = ['xoxb', '123456789012', '1234567890123', 'AbCdEfGhIjKlMnOpQrStUvWx'].join('-');
    const shaped = makeCanary({ prefix: 'key_', randomLength: 40, use: 'credential' }, 7);
    const secrets: readonly Secret[] = [
      { name: 'token', random: token.slice(5) },
      { name: 'key', random: shaped.slice(4) },
    ];
    const repository = fixtureRepository(folder);
    repository.write('.gitignore', 'run/\n');
    repository.write('src/old.ts', `export const slack = '${token}';\n`);
    repository.write(`docs/${shaped}.md`, `# Rate limits of ${shaped}\n\nSHOP_API_KEY=${shaped}\n`);
    repository.commit(`Add ${token}`);
    repository.remove('src/old.ts');
    repository.write('shop.contract.ts', contractText().replace('  policy:', "  repository: '.',\n  policy:"));
    repository.commit('Take it out');
    const told = await run('shop.contract.ts', '--topic', 'inspection');
    expect(told).toMatch(/✗ secret-not-in-code/);
    expect(told).toMatch(/✗ secret-not-in-history/);
    expect(leaksInFiles(join(folder, 'run'), secrets)).toEqual([]);
  },
  fourMinutesMs,
);
