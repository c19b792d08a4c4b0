import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gauntlet-new-'));
  for (const part of ['providers', 'harness/ports', 'harness/model'])
    await cp(join(repository, part), join(root, part), { recursive: true });
  for (const part of ['node_modules', 'package.json', 'tsconfig.json', 'biome.json'])
    await symlink(join(repository, part), join(root, part));
});
afterEach(() => rm(root, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly output: string;
}

const node = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` }),
    );
  });
const make = (...args: readonly string[]) => node(join(repository, 'examples/scaffold/new.ts'), ...args);
const tool = (path: string, ...args: readonly string[]) => node(join(repository, 'node_modules', path), ...args);

describe('npm run new -- provider', () => {
  test('makes a provider that keeps the laws, and is formatted and typed', { timeout: 60_000 }, async () => {
    const made = await make('provider', 'acme-billing');
    expect(made).toMatchObject({
      code: 0,
      output: expect.stringContaining("export { acmeBilling } from './acme-billing/provider.ts';"),
    });
    const kept = await tool('vitest/vitest.mjs', 'run', '--root', root, 'providers/acme-billing');
    expect(kept.output).toMatch(/Tests .*2\d passed/);
    expect(kept.code).toBe(0);
    const linted = await tool('@biomejs/biome/bin/biome', 'check', '--vcs-enabled=false', 'providers/acme-billing');
    expect(linted).toMatchObject({ code: 0, output: expect.stringContaining('Checked 3 files') });
  });

  test('never writes over anything', async () => {
    await make('provider', 'acme');
    const before = readFileSync(join(root, 'providers/acme/provider.ts'), 'utf8');
    expect(await make('provider', 'acme')).toMatchObject({
      code: 2,
      output: expect.stringContaining('exists already'),
    });
    expect(await make('provider', 'linear')).toMatchObject({ code: 2 });
    expect(readFileSync(join(root, 'providers/acme/provider.ts'), 'utf8')).toBe(before);
  });

  test.each([
    ['no name', ['provider'], /is no name for a folder here/],
    ['a path', ['provider', '../acme'], /is no name for a folder here/],
    ['another part', ['planet', 'acme'], /Say what is new/],
  ])('refuses %s', async (_what, args, message) => {
    const { code, output } = await make(...args);
    expect(output).toMatch(message);
    expect(code).toBe(2);
    expect(existsSync(join(root, 'providers/acme'))).toBe(false);
  });
});
