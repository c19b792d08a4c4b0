import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contractText } from '../cli/test-contract.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const minuteMs = 60_000;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-verify-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Told {
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped' | 'pending';
  readonly failureMessages: readonly string[];
}

interface Result {
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly Told[] }[];
}

/** What a team writes: a contract, what it waived, and a test file. */
const write = async (team: string, waivers: string, options: string): Promise<void> => {
  await mkdir(join(folder, team));
  await writeFile(join(folder, team, 'shop.contract.ts'), contractText({ retries: 0 }));
  await writeFile(join(folder, team, 'gauntlet.waivers.yaml'), waivers);
  await writeFile(
    join(folder, team, 'shop.test.ts'),
    `import { verify } from '@compass/gauntlet/vitest';
     verify(new URL('./shop.contract.ts', import.meta.url), ${options});`,
  );
};

let testResults: Result['testResults'] = [];
/** With Vitest in a process of its own, as `npx vitest run` would. */
beforeAll(async () => {
  await write(
    'expired',
    'waivers: [{ clause: 4.1.4, reason: vendor bug, owner: ana, until: 2026-01-01 }]\n',
    `{ rules: ['server-error-retried', 'success-not-retried', 'lost-connection-retried'], cases: 1 }`,
  );
  await write(
    'waived',
    `waivers:
  - { clause: 4.1.4, reason: vendor bug, owner: ana, until: 2999-01-01 }
  - { clause: 3.4.4, reason: not known yet, owner: ana, until: 2999-01-01 }
`,
    `{ rules: ['server-error-retried', 'permanent-error-not-retried'], cases: 1 }`,
  );
  const alias = {
    '@compass/gauntlet/vitest': join(root, 'harness/vitest/index.ts'),
    '@compass/gauntlet/providers': join(root, 'providers/index.ts'),
    '@compass/gauntlet': join(root, 'harness/index.ts'),
  };
  await writeFile(join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify({ resolve: { alias } })};`);
  const out = join(folder, 'result.json');
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=json', `--outputFile=${out}`];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
  const text = await readFile(out, 'utf8').catch(() => {
    throw new Error(`Vitest wrote no result:\n${output}`);
  });
  const result: Result = JSON.parse(text);
  testResults = result.testResults;
}, 3 * minuteMs);

const toldIn = (team: string): readonly Told[] =>
  testResults.filter(({ name }) => name.includes(`/${team}/`)).flatMap(({ assertionResults }) => assertionResults);

test('a contract becomes one test for each rule, and a failure shows the counterexample', () => {
  const told = toldIn('expired');
  const of = (rule: string) => told.find(({ title }) => title.includes(`(${rule})`));
  expect(told).toHaveLength(4);
  expect(of('success-not-retried')?.status).toBe('passed');
  expect(of('server-error-retried')?.status).toBe('failed');
  const [message = ''] = of('server-error-retried')?.failureMessages ?? [];
  expect(message).toMatch(/smallest counterexample found:\n\s+1\. order/);
  expect(message).toMatch(/request 0: POST \/v1\/orders/);
  expect(message).toMatch(/STD-17-01 4\.1\.4/);
  expect(message).toMatch(/waivers\.yaml:1: the waiver of 4\.1\.4 by ana ran out on 2026-01-01/);
  // Advice: no clause asks for it, so it never fails a team's build.
  expect(of('lost-connection-retried')?.status).toMatch(/skipped|pending/);
});

test('a waiver lets a rule through, and fails once nothing needs it', () => {
  const of = (part: string) => {
    const found = toldIn('waived').find(({ title }) => title.includes(part));
    return [found?.status, found?.failureMessages.join('\n')];
  };
  expect(of('(server-error-retried)')).toEqual([expect.stringMatching(/skipped|pending/), '']);
  expect(of('attested and waived')).toEqual([
    'failed',
    expect.stringMatching(/waivers\.yaml:3: the waiver of 3\.4\.4 by ana is stale/),
  ]);
});
