import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { complianceSchema } from '../../reports/compliance-schema.ts';
import type { Report } from '../model/report.ts';
import { contractText } from './test-contract.ts';
import { gauntletIn } from './test-gauntlet.ts';

const fourMinutesMs = 240_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-signed-run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const gauntlet = (...args: readonly string[]) => gauntletIn(folder, ...args);
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const reportIn = (run: string): Report => JSON.parse(read(`${run}/shop/compliance.json`));
const clauseOf = (report: Report, id: string) => report.clauses.find(({ ref, line }) => `${ref}.${line}` === id);

const rule = 'server-error-retried';
const run = (...more: readonly string[]) =>
  gauntlet('run', 'shop.contract.ts', '--rule', rule, '--cases', '1', '--jobs', '1', ...more);

test(
  'a waiver lets a failure through without hiding it, until it runs out, and is stale once the clause passes',
  async () => {
    write('shop.contract.ts', contractText({ retries: 0 }));
    expect((await run('--out', 'broken')).code).toBe(1);
    const waive = ['waive', '4.1.4', '--reason', 'vendor bug', '--owner', 'ana', '--until', '2999-01-01'];
    expect((await gauntlet(...waive)).code).toBe(0);

    const waived = await gauntlet('judge', 'broken');
    expect(waived.stdout).toContain('waived by ana until 2999-01-01: vendor bug (itself: fail)');
    expect(waived.code).toBe(0);
    const report = reportIn('broken');
    expect(clauseOf(report, '4.1.4')).toMatchObject({ verdict: 'fail', overlay: { kind: 'waived', by: 'ana' } });
    expect(report.summary.must.fail).toBe(1);
    const validate = new Ajv({ allErrors: true }).compile(complianceSchema);
    expect(validate(report) || validate.errors).toBe(true);
    expect(JSON.parse(read('broken/shop/report.sarif')).runs[0].results).toEqual([]);
    for (const file of ['report.html', 'report.md', 'junit.xml'])
      expect(existsSync(join(folder, 'broken/shop', file))).toBe(true);

    write('gauntlet.waivers.yaml', read('gauntlet.waivers.yaml').replace('2999-01-01', '2026-01-01'));
    const late = await gauntlet('judge', 'broken');
    expect(late.stdout).toMatch(/1 clause fails: 4\.1\.4 \(the waiver of 4\.1\.4 is expired\)/);
    expect(late.stdout).toContain('gauntlet.waivers.yaml:');
    expect(late.code).toBe(1);
    const [result] = JSON.parse(read('broken/shop/report.sarif')).runs[0].results;
    const { startLine } = result.locations[0].physicalLocation.region;
    expect(contractText({ retries: 0 }).split('\n')[startLine - 1]).toContain('order: {');

    write('gauntlet.waivers.yaml', read('gauntlet.waivers.yaml').replace('2026-01-01', '2999-01-01'));
    write('shop.contract.ts', contractText());
    const stale = await run('--out', 'fixed');
    expect([stale.code, stale.stdout]).toEqual([1, expect.stringContaining('1 waiver is stale')]);
    expect((await gauntlet('judge', 'fixed', '--allow-stale-waivers')).code).toBe(0);

    const changes = await gauntlet('report', 'fixed', '--baseline', 'broken', '--allow-stale-waivers');
    expect(changes.stdout).toMatch(/## Fixed\n\n.*\n.*\n\| server-error-retried \| 4\.1\.4 \|/);
    expect(changes.code).toBe(0);
    const quarterly = await gauntlet('report', 'fixed', '--kind', 'quarterly', '--baseline', 'broken');
    expect(quarterly.stdout).toContain('Nobody knows how old SHOP\\_API\\_KEY is');
    const deployed = await gauntlet('report', 'fixed', '--kind', 'new');
    expect(deployed.stdout).toMatch(/### 5\.1\.4 .*\n\n❔ \*\*open\*\*/);
    expect([quarterly.code, deployed.code]).toEqual([3, 1]);
  },
  fourMinutesMs,
);

test('a mistake in what was signed stops a run before it begins, with its line', async () => {
  write('shop.contract.ts', contractText());
  write('gauntlet.waivers.yaml', 'waivers:\n  - { clause: 4.1.44, reason: r, owner: o, until: 2999-01-01 }\n');
  const { code, stderr } = await run('--out', 'out');
  expect(stderr).toMatch(/gauntlet\.waivers\.yaml:2: STD-17-01 has no clause 4\.1\.44\. Did you mean 4\.1\.4/);
  expect([code, existsSync(join(folder, 'out'))]).toEqual([2, false]);
});

test('a mistake in the list of allowed secrets does too', async () => {
  write('shop.contract.ts', contractText().replace('  policy:', "  repository: '.',\n  policy:"));
  write('gauntlet.allow-secrets.yaml', '- file: test/hooks.json\n  reason: no\n');
  const { code, stderr } = await gauntlet('run', 'shop.contract.ts', '--out', 'out');
  expect(stderr).toMatch(/^gauntlet\.allow-secrets\.yaml cannot be used:\n {2}- line 2: 0\.reason must say/m);
  expect([code, existsSync(join(folder, 'out'))]).toEqual([2, false]);
});
