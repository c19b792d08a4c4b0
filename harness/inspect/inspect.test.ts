/** On real repositories, made here: what is found, what is not, and what is said of what cannot be read. */
import { mkdtempSync, rmSync, symlinkSync, truncateSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  type FixtureRepository,
  fixtureFolder,
  fixtureRepository,
} from '../../examples/calibration/fixture-repository.ts';
import { secretNotInCode } from '../../scenarios/rules/inspection/secret-not-in-code.ts';
import { secretNotInHistory } from '../../scenarios/rules/inspection/secret-not-in-history.ts';
import { readByIntegration } from '../../scenarios/rules/inspection/variables.ts';
import type { Inspection } from '../model/inspection.ts';
import type { InspectionRule } from '../ports/rule.ts';
import { makeCanary } from '../secrets/canary.ts';
import { commitAt } from './git.ts';
import { type InspectionOptions, inspectRepository } from './inspect.ts';

const shape = { prefix: 'lin_api_', randomLength: 40, use: 'credential' } as const;
const secrets = [{ name: 'LINEAR_API_KEY', ...shape }];
const secret = (seed = 1): string => makeCanary(shape, seed);
/** In pieces, so that this file itself holds nothing that looks like one. */
const slackToken = ['xoxb', '123456789012', '1234567890123', 'AbCdEfGhIjKlMnOpQrStUvWx'].join('-');

const made: string[] = [];
const place = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-inspect-'));
  made.push(folder);
  return folder;
};
const repository = (): FixtureRepository => fixtureRepository(place());
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const inspect = (
  { folder }: { readonly folder: string },
  options: Partial<InspectionOptions> = {},
): Promise<Inspection> => inspectRepository({ folder, secrets, ...options });

const judgedBy = (rule: InspectionRule, inspection: Inspection) =>
  rule.judge(
    inspection,
    {
      ...{ service: 'shop', type: 'output-only', providers: [], operations: {}, secrets: [], probes: [] },
      policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
      secretCarriers: [],
    },
    { envRead: [], errorCodes: [] },
  );

test('a secret is told by file, line, commit and kind, and nothing of it is stored', async () => {
  const repo = repository();
  repo.write('src/a.ts', `const x = 1;\nconst key = '${secret(1)}';\n`);
  repo.write('docs/slack.md', `line\n\nuse ${slackToken}\n`);
  repo.write('settings.yaml', `other: 1\nclient_secret: ${secret(2).slice(8)}\n`);
  repo.write(`src/${secret(3).slice(8)}.ts`, `export const key = '${secret(3)}';\n`);
  const commit = repo.commit(`Begin\n\nwith ${secret(4)}`);
  const inspection = await inspect(repo);
  const { workingTree, history } = inspection;
  expect(workingTree.found).toEqual([
    { file: 'docs/slack.md', line: 3, kind: 'slack/SLACK_TOKEN' },
    { file: 'settings.yaml', line: 2, kind: 'entropy/secret' },
    { file: 'src/a.ts', line: 2, kind: 'declared/LINEAR_API_KEY' },
    { file: '(withheld: holds a found secret)', line: 1, kind: 'declared/LINEAR_API_KEY' },
  ]);
  expect(history.found).toHaveLength(5);
  expect(history.found).toContainEqual({ file: '(commit message)', line: 3, kind: 'declared/LINEAR_API_KEY', commit });
  const stored = JSON.stringify(inspection);
  for (const each of [secret(1), secret(2), secret(3), secret(4), slackToken.slice(5)])
    for (let at = each.startsWith('lin_') ? 8 : 0; at + 8 <= each.length; at += 1)
      expect(stored).not.toContain(each.slice(at, at + 8));
});

test('the history is searched on all branches, in merges and in what was removed, and names the first commit', async () => {
  const repo = repository();
  repo.write('a.txt', 'a\n');
  repo.commit('Begin');
  repo.write('key.txt', `${secret(1)}\n`);
  const first = repo.commit('Add');
  repo.write('key.txt', `${secret(1)}\nmore\n`);
  repo.commit('Change');
  repo.remove('key.txt');
  repo.commit('Remove');
  repo.git('checkout', '-q', '-b', 'side', 'HEAD~1');
  repo.write('side.txt', `${secret(2)}\n`);
  const onSide = repo.commit('Side');
  repo.remove('side.txt');
  repo.commit('Remove again');
  repo.git('checkout', '-q', 'main');
  repo.git('merge', '-q', '--no-commit', '-s', 'ours', 'side');
  repo.write('evil.txt', `${secret(3)}\n`);
  const merge = repo.commit('Merge');
  repo.remove('evil.txt');
  repo.commit('Clean');
  const { workingTree, history } = await inspect(repo);
  expect(workingTree.found).toEqual([]);
  const kind = 'declared/LINEAR_API_KEY';
  expect([...history.found].sort((a, b) => a.file.localeCompare(b.file))).toEqual([
    { file: 'evil.txt', line: 1, kind, commit: merge },
    { file: 'key.txt', line: 1, kind, commit: first },
    { file: 'side.txt', line: 1, kind, commit: onSide },
  ]);
});

test('only the inspected folder of a larger repository is read, with its part of the history', async () => {
  const repo = repository();
  repo.write('packages/other/key.txt', `${secret(1)}\n`);
  repo.write('packages/linear/old.txt', `${secret(2)}\n`);
  repo.write('.gitignore', '.env\n');
  repo.commit('Begin');
  repo.remove('packages/linear/old.txt');
  repo.write('packages/linear/README.md', '# Linear\n');
  repo.commit('Remove');
  const inspection = await inspect({ folder: join(repo.folder, 'packages/linear') });
  expect(inspection.workingTree).toMatchObject({ found: [], read: 1 });
  expect(inspection.history.found).toMatchObject([{ file: 'old.txt', line: 1 }]);
  expect(inspection.environmentFiles).toMatchObject({ ignored: true });
});

test('honest texts are not taken for secrets', async () => {
  const repo = repository();
  repo.write(
    'src/a.ts',
    [
      'const apiKey = process.env.LINEAR_API_KEY;',
      "const token = 'your_linear_api_key_here';",
      "const secretName = 'linear-webhook-secret-of-production';",
      `const apiKey2 = 'lin_api_${'x'.repeat(40)}';`,
      "const apiKey3 = 'lin_api_0123456789abcdefghijklmnopqrstuvwxyzABCD';",
      "const publicKey = 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7';",
      "const idempotencyKey = '7f9c24e8-3b12-4fef-91e0-0a1b2c3d4e5f';",
      "const tokenUrl = 'https://api.linear.app/oauth/token';",
      'const passwordField = createElement("input-password-confirmation");',
    ].join('\n'),
  );
  repo.write('package-lock.json', JSON.stringify({ integrity: `sha512-${secret(5).slice(8)}${secret(6).slice(8)}==` }));
  repo.commit('Begin');
  const { workingTree, history } = await inspect(repo);
  expect([...workingTree.found, ...history.found]).toEqual([]);
});

test('a comment cannot silence the search, an entry with a reason can, and an entry for nothing is told', async () => {
  const repo = repository();
  repo.write('a.ts', `// secretlint-disable\nconst t = '${slackToken}';\n`);
  repo.write(
    'gauntlet.allow-secrets.yaml',
    '- file: a.ts\n  kind: slack/SLACK_TOKEN\n  reason: revoked on 2026-01-05, kept as an example\n- file: gone.ts\n  reason: is no longer there\n',
  );
  repo.commit('Begin');
  const { workingTree, unusedAllowances } = await inspect(repo);
  expect(workingTree.found).toEqual([
    { file: 'a.ts', line: 2, kind: 'slack/SLACK_TOKEN', allowed: 'revoked on 2026-01-05, kept as an example' },
  ]);
  expect(unusedAllowances).toEqual(['gone.ts']);
  repo.write(
    'gauntlet.allow-secrets.yaml',
    '- file: a.ts\n  reason: none\n- file: b.ts\n  lines: 3\n  reason: long enough\n',
  );
  await expect(inspect(repo)).rejects.toThrow(/line 2: 0\.reason must say[\s\S]*line 3: 1/);
});

test('what cannot be read is handled and said', async () => {
  const repo = repository();
  const other = repository();
  other.write('key.txt', secret(1));
  other.commit('Begin');
  repo.write('binary.bin', Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(secret(2))]));
  repo.write('large.txt', `${'line of text\n'.repeat(2_000)}${secret(3)}\n`);
  repo.write('utf16.txt', Buffer.from(`\ufeffkey ${secret(4)}`, 'utf16le'));
  repo.write('node_modules/x/index.js', `const key = '${secret(5)}';\n`);
  repo.write('folder/a.txt', 'a\n');
  symlinkSync('..', join(repo.folder, 'folder/up'));
  repo.git('submodule', '--quiet', 'add', other.folder, 'vendored');
  repo.commit('Begin');
  fixtureRepository(join(repo.folder, 'nested')).commit('Begin');
  const { workingTree, history } = await inspect(repo, { limits: { fileBytes: 20_000 } });
  expect(workingTree.found).toMatchObject([{ file: 'utf16.txt', line: 1 }]);
  expect(history.found).toMatchObject([{ file: 'utf16.txt', line: 1 }]);
  expect(workingTree.unread).toEqual(
    expect.arrayContaining([
      { file: 'vendored', why: 'submodule' },
      { file: 'nested/', why: 'nested-repository' },
      { file: 'binary.bin', why: 'binary' },
      { file: 'large.txt', why: 'too-large' },
      { file: 'folder/up', why: 'symlink' },
      { file: 'node_modules/x/index.js', why: 'third-party' },
    ]),
  );
  expect(history.unreadInAll).toEqual({ binary: 1, 'too-large': 1, 'third-party': 1 });
  const ended = await inspect(repo, { limits: { timeMs: 0 } });
  expect(ended.workingTree.ended).toMatch(/longer than/);
  expect(ended.history.ended).toMatch(/longer than/);
});

test('without git the folder is read as it lies there, links are not followed, and the history is not called clean', async () => {
  const folder = fixtureFolder(place());
  folder.write('src/a.ts', `const key = '${secret(1)}';\n`);
  folder.write('.env', `LINEAR_API_KEY=${secret(2)}\n`);
  symlinkSync('.', join(folder.folder, 'src/loop'));
  const inspection = await inspect(folder);
  expect(inspection.git.state).toBe('no-repository');
  expect(inspection.workingTree.found).toMatchObject([{ file: 'src/a.ts' }]);
  expect(inspection.workingTree.unreadInAll).toEqual({ symlink: 1 });
  expect(inspection.history.ended).toMatch(/no git repository/);
  expect(inspection.environmentFiles.ignored).toBeUndefined();
});

test('a shallow clone and an empty repository are told as such', async () => {
  const repo = repository();
  repo.write('a.txt', 'a\n');
  repo.commit('Begin');
  repo.commit('Go on');
  const clone = place();
  repo.git('clone', '--quiet', '--depth', '1', `file://${repo.folder}`, clone);
  const shallow = await inspect({ folder: clone });
  expect(shallow.git).toMatchObject({ state: 'shallow', commits: 1 });
  expect(judgedBy(secretNotInHistory, shallow)).toMatchObject({ notVerified: 'precondition-unmet' });
  expect((await inspect(repository())).git).toMatchObject({ state: 'empty' });
  await expect(inspect({ folder: join(clone, 'nowhere') })).rejects.toThrow(/no such folder/);
});

test('whether `.env` is ignored is what git says, in every commit that brought in an environment file', async () => {
  const repo = repository();
  repo.write('.gitignore', '*.env\n.env*\n!.env.example\n');
  repo.write('.env.example', 'A=\n');
  repo.commit('Ignore');
  expect((await inspect(repo)).environmentFiles).toEqual({
    ignored: true,
    ignoredBy: '.gitignore',
    tracked: [],
    committed: [],
  });
  repo.write('.gitignore', '.env*\n!.env\n');
  repo.write('api/.env', 'A=1\n');
  repo.write('.env', 'A=1\n');
  const commit = repo.commit('Do not');
  expect((await inspect(repo)).environmentFiles).toEqual({
    ignored: false,
    tracked: ['.env', 'api/.env'],
    committed: [
      { file: '.env', commit, ignoredThen: false },
      { file: 'api/.env', commit, ignoredThen: false },
    ],
  });
});

test('the example is held against what the integration itself reads', async () => {
  const repo = repository();
  repo.write(
    '.env.example',
    `LINEAR_API_KEY=${secret(1)}\nexport LOG_LEVEL=info\nLINEAR_TEAM_ID="your_team_id_here" # of yours\nwhat is this\n`,
  );
  repo.write('src/a.py', 'import os\nos.environ["LINEAR_TEAM_ID"]\n');
  const { envExample, variables } = await inspect(repo);
  expect(envExample?.entries.map(({ name, look }) => [name, look])).toEqual([
    ['LINEAR_API_KEY', 'real'],
    ['LOG_LEVEL', 'plain'],
    ['LINEAR_TEAM_ID', 'placeholder'],
  ]);
  expect(envExample?.strangeLines).toEqual([4]);
  expect(variables).toEqual({ declared: ['LINEAR_API_KEY'], named: ['LINEAR_TEAM_ID'] });
  const envRead = ['LINEAR_API_KEY', 'LINEAR_TEAM_ID', 'OPENAI_LOG', 'NODE_ENV'];
  expect(readByIntegration({ variables }, { envRead })).toEqual(['LINEAR_TEAM_ID']);
});

test('what a run of ours left in the folder is no part of the integration', async () => {
  for (const folder of [repository(), fixtureFolder(place())]) {
    folder.write('src/a.ts', 'process.env.LINEAR_TEAM_ID;\n');
    folder.write('out/linear/run.json', '{}');
    folder.write('out/linear/traces/job-0.ndjson', '{"name":"DEBUG_LEVEL"}\n');
    folder.write('out/linear/report.md', '# Rate limits\n\n60 requests a minute\n');
    const { variables, documents } = await inspect(folder);
    expect([variables.named, documents.files]).toEqual([['LINEAR_TEAM_ID'], []]);
  }
});

test('environments are compared without their values, from files and from commands', async () => {
  const folder = fixtureFolder(place());
  folder.write('dev.env', `LINEAR_API_KEY="${secret(1)}"\n`);
  const production = (value: string) => ({ command: [process.execPath, '-p', `'LINEAR_API_KEY=${value}'`] });
  const compared = (command: { readonly command: readonly string[] }) =>
    inspect(folder, { environments: { development: { file: 'dev.env' }, production: command } });
  const nothing = { same: [], different: [], missing: [] };
  expect((await compared(production(secret(1)))).environments).toEqual({
    ...nothing,
    state: 'compared',
    same: ['LINEAR_API_KEY'],
  });
  expect((await compared(production(secret(2)))).environments).toEqual({
    ...nothing,
    state: 'compared',
    different: ['LINEAR_API_KEY'],
  });
  expect((await compared({ command: ['no-such-command-here'] })).environments).toEqual({
    state: 'unavailable',
    environment: 'production',
    detail: 'the command no-such-command-here did not succeed',
  });
});

test('results of an older run of the suite are told as stale', async () => {
  const folder = fixtureFolder(place());
  folder.write('src/a.ts', 'export {};\n');
  folder.write(
    'out.json',
    JSON.stringify({
      testResults: [
        {
          assertionResults: [
            { title: 'works', ancestorTitles: ['a', 'b'], status: 'passed' },
            { title: 'later', ancestorTitles: [], status: 'pending' },
          ],
        },
      ],
    }),
  );
  const tests = {
    results: 'out.json',
    cases: { success: ['a > b > works', 'works'], failure: 'later', duplicate: 'nowhere' },
  };
  expect((await inspect(folder, { tests })).tests).toEqual({
    state: 'read',
    stale: false,
    total: 2,
    failed: 0,
    cases: {
      success: [
        { name: 'a > b > works', outcome: 'passed' },
        { name: 'works', outcome: 'passed' },
      ],
      failure: [{ name: 'later', outcome: 'skipped' }],
      duplicate: [{ name: 'nowhere', outcome: 'missing' }],
    },
  });
  utimesSync(join(folder.folder, 'out.json'), 1, 1);
  expect((await inspect(folder, { tests })).tests).toMatchObject({ stale: true });
  expect((await inspect(folder, { tests: { ...tests, results: 'src/a.ts' } })).tests).toMatchObject({
    state: 'unavailable',
  });
});

test('without the command git the folder is read as it lies there, and the history is not called clean', async () => {
  const repo = repository();
  repo.write('src/a.ts', `const key = '${secret(1)}';\n`);
  repo.commit('Begin');
  const path = process.env.PATH;
  process.env.PATH = place();
  try {
    const inspection = await inspect(repo);
    expect(inspection.git).toMatchObject({ state: 'no-git', detail: 'the command git was not found' });
    expect(inspection.workingTree.found).toMatchObject([{ file: 'src/a.ts' }]);
    expect(inspection.history.ended).toMatch(/git was not found/);
    expect(judgedBy(secretNotInHistory, inspection)).toMatchObject({ notVerified: 'precondition-unmet' });
    expect(inspection.environmentFiles.ignored).toBeUndefined();
    expect(await commitAt(repo.folder)).toBeUndefined();
  } finally {
    process.env.PATH = path;
  }
});

test('a file of many gigabytes is told as unread, by its size alone', async () => {
  const repo = repository();
  repo.write('src/a.ts', 'export {};\n');
  repo.commit('Begin');
  for (const [file, begin] of [
    ['dump.sql', 'insert into t values (1);\n'.repeat(1_000)],
    ['dump.bin', '\0'.repeat(9_000)],
  ] as const) {
    repo.write(file, begin);
    // Sparse: it takes no room.
    truncateSync(join(repo.folder, file), 8 * 1024 ** 3);
  }
  const inspection = await inspect(repo);
  expect(judgedBy(secretNotInCode, inspection)).toMatchObject({ notVerified: 'insufficient-evidence' });
  expect(inspection.workingTree.unread).toEqual(
    expect.arrayContaining([
      { file: 'dump.sql', why: 'too-large' },
      { file: 'dump.bin', why: 'binary' },
    ]),
  );
});

test('the commit of a folder is that of its repository, marked when tracked files differ from it', async () => {
  const repo = repository();
  expect(await commitAt(repo.folder)).toBeUndefined();
  repo.write('packages/shop/a.ts', 'export {};\n');
  const commit = repo.commit('Begin');
  repo.git('tag', 'v1');
  repo.write('out/run.json', '{}');
  expect(await commitAt(join(repo.folder, 'packages/shop'))).toBe(commit);
  repo.write('packages/shop/a.ts', 'export const a = 1;\n');
  expect(await commitAt(repo.folder)).toBe(`${commit}-dirty`);
  expect(await commitAt(place())).toBeUndefined();
});
