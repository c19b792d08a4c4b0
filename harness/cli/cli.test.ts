import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { complianceSchema } from '../../reports/compliance-schema.ts';
import { normalise } from '../../reports/normalise.ts';
import type { Report } from '../model/report.ts';
import { contractText } from './test-contract.ts';
import { gauntletIn } from './test-gauntlet.ts';

const minuteMs = 60_000;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-cli-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const gauntlet = (...args: readonly string[]) => gauntletIn(folder, ...args);

const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
const reportOf = (path: string): Report => JSON.parse(readFileSync(join(folder, path, 'compliance.json'), 'utf8'));

describe('bad input: one message that says what to do, exit 2, nothing written', () => {
  test.each([
    ['a contract that is not there', ['run', 'none.contract.ts'], /none\.contract\.ts does not exist\. Give the path/],
    [
      'no contract at all',
      ['run'],
      /There is no \*\.contract\.ts or \*\.contract\.yaml below this folder\. Name a contract/,
    ],
    [
      'a contract that does not parse',
      ['run', 'unparsable.ts'],
      /unparsable\.ts does not parse: .*:1:\d+.*Correct the syntax/s,
    ],
    ['a contract that throws', ['run', 'throwing.ts'], /throwing\.ts threw while it was loaded: no DATABASE_URL/],
    ['a contract that ends the process', ['run', 'ending.ts'], /ending\.ts ends the process while it is loaded/],
    [
      'a contract that never loads',
      ['run', 'waiting.mts'],
      /waiting\.mts awaits something that never comes while it is loaded/,
    ],
    [
      'a contract that leaves a rejection behind',
      ['run', 'rejecting.ts'],
      /rejecting\.ts threw while it was loaded: nobody waits for this/,
    ],
    ['a contract that exports nothing', ['run', 'empty.ts'], /empty\.ts has no default export/],
    [
      'a rule that does not exist',
      ['run', 'shop.contract.ts', '--rule', 'server-eror-retried'],
      /There is no rule "server-eror-retried"\. Did you mean server-error-retried/,
    ],
    [
      'a topic that does not exist',
      ['run', 'shop.contract.ts', '--topic', 'retries'],
      /There is no topic "retries"\. Did you mean retry/,
    ],
    [
      'an operation that does not exist',
      ['run', 'shop.contract.ts', '--operation', 'ordr'],
      /There is no operation "ordr"\. Did you mean order/,
    ],
    [
      'a number that is none',
      ['run', 'shop.contract.ts', '--cases', 'many'],
      /'--cases <n>' argument 'many' is invalid\. Give a whole number/,
    ],
    [
      'a folder for results that is a file',
      ['run', 'shop.contract.ts', '--out', 'empty.ts'],
      /Results cannot be written to empty\.ts.*Give another folder with --out/,
    ],
    ['a list of nothing', ['run', 'shop.contract.ts', '--format', ','], /Give at least one name/],
    ['a run that is a file', ['judge', 'empty.ts'], /No run is stored in empty\.ts/],
    ['a shard that cannot be', ['run', 'shop.contract.ts', '--shard', '3/2'], /Give i\/n with i from 1 to n/],
    [
      'a format that does not exist',
      ['run', 'shop.contract.ts', '--format', 'pdf'],
      /Choose from terminal, json, html/,
    ],
    ['a command that does not exist', ['rnu'], /unknown command 'rnu'.*Did you mean run/s],
    [
      'a run that is not stored',
      ['judge', 'latest'],
      /No run is stored in latest\. No run is stored here yet: make one/,
    ],
    ['a rule that nobody knows', ['rules', 'log-timestmp'], /Did you mean log-timestamp/],
    [
      'an API whose description is broken',
      ['run', 'described.ts'],
      /document "Shop" is broken:\n {2}\/paths\/~1orders\/get: must have required property 'responses'\nmend it there/,
    ],
  ])('%s', async (_what, args, message) => {
    await write('shop.contract.ts.txt', contractText());
    if (args.includes('shop.contract.ts')) await write('shop.contract.ts', contractText());
    const broken = `openapi({ openapi: '3.0.3', info: { title: 'Shop', version: '1' }, paths: { '/orders': { get: {} } } }, {`;
    await write(
      'described.ts',
      contractText()
        .replace('{ rest }', '{ openapi }')
        .replace('rest({', broken)
        .replace("collections: ['orders'] ", ''),
    );
    await write('unparsable.ts', 'export default {');
    await write('throwing.ts', `throw new Error('no DATABASE_URL');`);
    await write('rejecting.ts', `Promise.reject(new Error('nobody waits for this'));`);
    await write('ending.ts', 'process.exit(0);');
    await write('waiting.mts', 'await new Promise(() => {});');
    await write('empty.ts', 'export const contract = 1;');
    const before = await readdir(folder);
    const { code, stderr, stdout } = await gauntlet(...args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(await readdir(folder)).toEqual(before);
  });

  test('with --json, a script can read what went wrong', async () => {
    const { code, stdout } = await gauntlet('run', 'none.contract.ts', '--json');
    expect(JSON.parse(stdout)).toEqual({ exitCode: 2, error: expect.stringContaining('does not exist') });
    expect(code).toBe(2);
  });
});

test(
  'an integration that never reaches its provider gives a void run, and no verdict at all',
  async () => {
    await write('shop.contract.ts', contractText({ calls: false }));
    const { code, stdout } = await gauntlet(
      'run',
      'shop.contract.ts',
      '--out',
      'out',
      '--cases',
      '1',
      '--topic',
      'retry',
    );
    expect(stdout).toMatch(/VOID: The integration never sent a request to its provider/);
    expect(stdout).toMatch(/exit 2: no verdict of this run counts/);
    expect(code).toBe(2);
    const { rules, run } = reportOf('out/shop');
    expect(rules.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail')).toEqual([]);
    // The one that shows it: whoever corrects an address does not wait for the others.
    expect(run.cases).toBe(1);
  },
  minuteMs,
);

test(
  'a broken rule is named, its counterexample is small and replays, until it is repaired',
  async () => {
    await write('shop.contract.ts', contractText({ retries: 0 }));
    const rule = 'server-error-retried';
    const args = ['run', 'shop.contract.ts', '--rule', rule, '--cases', '1', '--json'];
    const broken = await gauntlet(...args);
    const summary = JSON.parse(broken.stdout);
    expect(summary).toMatchObject({
      contract: 'shop.contract.ts',
      exitCode: 1,
      failed: [
        {
          rule,
          clauses: ['4.1.4'],
          level: 'must',
          message: expect.any(String),
          replay: expect.stringContaining(`shop ${rule}`),
        },
      ],
      summary: { must: { fail: 1 } },
    });
    expect(broken.code).toBe(1);

    const isValid = new Ajv().compile(complianceSchema);
    expect(isValid(reportOf('.gauntlet/latest/shop')), JSON.stringify(isValid.errors)).toBe(true);

    const plan = reportOf('.gauntlet/latest/shop').rules.find(({ id }) => id === rule)?.counterexample?.plan;
    expect((plan?.actions.length ?? 9) + (plan?.faults.length ?? 9)).toBeLessThanOrEqual(3);

    const replay = summary.failed[0].replay.split(' ').slice(1);
    const again = await gauntlet(...replay);
    expect(again.stdout).toMatch(new RegExp(`^STILL FAILS  ${rule}`));
    expect(again.code).toBe(1);

    await write('shop.contract.ts', contractText());
    const repaired = await gauntlet(...replay);
    expect(repaired.stdout).toMatch(new RegExp(`^FIXED  ${rule}`));
    expect(repaired.code).toBe(0);
    const fixed = await gauntlet(...args);
    expect(JSON.parse(fixed.stdout)).toMatchObject({ exitCode: 0, failed: [] });
    expect(fixed.code).toBe(0);
  },
  3 * minuteMs,
);

describe('a stored run', () => {
  /** Broken and not, and of single cases as of all of them together. */
  const rules = ['server-error-retried', 'success-not-retried', 'backoff-has-jitter', 'operations-have-distinct-keys'];
  const asked = ['--rule', rules.join(','), '--cases', '1', '--seed', '7', '--format', 'json', '--gate', 'none'];
  let stored = '';
  let whole: Report;
  const reportIn = (name: string): Report =>
    JSON.parse(readFileSync(join(stored, name, 'shop/compliance.json'), 'utf8'));
  beforeAll(async () => {
    stored = await mkdtemp(join(tmpdir(), 'gauntlet-stored-'));
    await writeFile(join(stored, 'shop.contract.ts'), contractText({ retries: 1 }));
    await gauntletIn(stored, 'run', 'shop.contract.ts', ...asked, '--out', 'one', '--jobs', '1');
    whole = reportIn('one');
    expect(whole.rules.find(({ id }) => id === rules[0])?.verdict).toBe('fail');
  }, minuteMs);
  afterAll(() => rm(stored, { recursive: true, force: true }));

  test('judged again says what the run said', async () => {
    expect((await gauntletIn(stored, 'judge', 'one', '--format', 'json', '--gate', 'none')).code).toBe(0);
    expect(normalise(reportIn('one'))).toEqual(normalise(whole));
  });

  test(
    'is the same for a seed, whatever the number of jobs',
    async () => {
      await gauntletIn(stored, 'run', 'shop.contract.ts', ...asked, '--out', 'two', '--jobs', '2');
      expect(normalise(reportIn('two'))).toEqual(normalise(whole));
    },
    minuteMs,
  );

  test('has cases that can be read', async () => {
    const cases = await gauntletIn(stored, 'trace', 'one');
    const [first = ''] = cases.stdout.split('\n');
    const traced = await gauntletIn(stored, 'trace', 'one', first);
    expect(traced.stdout).toMatch(/integration {2}→ request 0: POST \/v1\/orders/);
    expect(await gauntletIn(stored, 'trace', 'one', 'nothing#0')).toMatchObject({ code: 2 });
  });

  test('stands where it was asked for, and nowhere else', () => {
    expect(existsSync(join(stored, '.gauntlet'))).toBe(false);
  });
});

test(
  'doctor says whether a contract starts, and what cannot be seen of it yet',
  async () => {
    await write('shop.contract.ts', contractText());
    const { code, stdout } = await gauntlet('doctor', 'shop.contract.ts');
    expect(stdout).toMatch(/ok {4} contract: shop \(output-only\) with order/);
    expect(stdout).toMatch(
      /ok {4} integration: starts\. What deadLetters, notifications, alerts, effects would show is not verified/,
    );
    expect(code).toBe(0);
    expect(await gauntlet('doctor', 'none.contract.ts')).toMatchObject({ code: 2 });
  },
  minuteMs,
);
