import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { loadContract } from './load-contract.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(join(root, 'README.md'), 'utf8');
const fences = (language: string): readonly string[] =>
  [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, found, code]) => (found === language ? (code ?? '') : []));

const gauntlet = async (...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, [join(root, 'bin/gauntlet.js'), ...args], { cwd: root })).stdout;

test('the first contract is one that loads', async () => {
  const [contract] = fences('ts');
  const folder = await mkdtemp(join(tmpdir(), 'readme-'));
  try {
    const path = join(folder, 'linear.contract.ts');
    await writeFile(path, contract ?? '');
    const { facts } = await loadContract(path);
    expect(facts).toMatchObject({ service: 'linear', secrets: [{ name: 'LINEAR_API_KEY', use: 'credential' }] });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the commands that it names are there', async () => {
  const scripts: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;
  const shell = fences('sh').join('\n');
  const named = [...text.matchAll(/npm run (\w+)/g)].flatMap(([, script]) => script ?? []);
  for (const script of named) expect(scripts).toHaveProperty(script);

  const used = new Set([...shell.matchAll(/npx gauntlet (\w+)/g)].flatMap(([, command]) => command ?? []));
  expect([...used].sort()).toEqual(['doctor', 'replay', 'run', 'webhook']);
  const help = await gauntlet('--help');
  for (const command of used) expect(help).toMatch(new RegExp(`^ {2}${command} `, 'm'));

  const paths = [...shell.matchAll(/examples\/\S+\.ts/g)].map(([path]) => path);
  expect(paths.length).toBeGreaterThan(0);
  for (const path of paths) await expect(loadContract(join(root, path))).resolves.toBeDefined();
});

test('files and folders that it links to are there', () => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].flatMap(([, link]) => link ?? []);
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) expect(() => readFileSync(join(root, link))).not.toThrow(/ENOENT/);
});

test('rules and clauses in its examples are real', async () => {
  for (const id of ['3.4.1', 'retry-keeps-idempotency-key', 'permanent-error-not-retried'])
    expect(await gauntlet('rules', id)).toContain(id);
});
