import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contractText } from './test-contract.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const minuteMs = 60_000;

let folder = '';

/** The Node of this test, whatever the machine has, and nothing of the test runner's or an outer npm's settings. */
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|npm_)/.test(name))),
  PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
};

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (cwd: string, command: string, ...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(command, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

const succeed = async (cwd: string, command: string, ...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await run(cwd, command, ...args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`);
  return stdout;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-pack-'));
  await succeed(root, 'npm', 'pack', '--pack-destination', folder);
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  await mkdir(join(folder, 'project'));
  const manifest = { name: 'a-team', private: true, dependencies: { '@compass/gauntlet': `file:../${tarball}` } };
  await writeFile(join(folder, 'project/package.json'), JSON.stringify(manifest));
  await succeed(join(folder, 'project'), 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund');
}, 5 * minuteMs);
afterAll(() => rm(folder, { recursive: true, force: true }));

test(
  'the package that npm would publish verifies a contract in an empty project',
  async () => {
    const project = join(folder, 'project');
    await writeFile(join(project, 'shop.contract.ts'), contractText({ retries: 0 }));
    const args = [
      'gauntlet',
      'run',
      'shop.contract.ts',
      '--rule',
      'server-error-retried',
      '--cases',
      '1',
      '--jobs',
      '2',
      '--json',
    ];
    const broken = await run(project, 'npx', ...args);
    expect(JSON.parse(broken.stdout)).toMatchObject({ exitCode: 1, failed: [{ rule: 'server-error-retried' }] });
    expect(broken.code).toBe(1);

    await writeFile(join(project, 'shop.contract.ts'), contractText());
    const sound = await run(project, 'npx', ...args);
    expect(JSON.parse(sound.stdout)).toMatchObject({ exitCode: 0, failed: [] });
    expect(sound.code).toBe(0);
  },
  5 * minuteMs,
);

test('holds the built JavaScript and no sources or tests', async () => {
  const packed = join(folder, 'project/node_modules/@compass/gauntlet');
  expect((await readdir(packed)).sort()).toEqual([
    'LICENSE',
    'README.md',
    'bin',
    'contract.schema.json',
    'dist',
    'package.json',
  ]);
  const files = await readdir(join(packed, 'dist'), { recursive: true });
  expect(files.filter((file) => /\.test\.|(?<!\.d)\.ts$/.test(file))).toEqual([]);
});
