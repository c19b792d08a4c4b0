import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { normalise } from '../../reports/normalise.ts';
import type { Report } from '../model/report.ts';
import { contractText } from './test-contract.ts';
import { gauntletIn } from './test-gauntlet.ts';

const fourMinutesMs = 240_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-shards-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const gauntlet = (...args: readonly string[]) => gauntletIn(folder, ...args);
const reportIn = (run: string): Report =>
  JSON.parse(readFileSync(join(folder, run, 'shop/compliance.json'), 'utf8')) as Report;

/** Broken by single traces, by the repository as it is, and by the repository held against what the whole run showed. */
const rules = ['server-error-retried', 'env-example-complete', 'error-codes-documented'];

test(
  'three shards put together give the result of the whole run, and none may be missing',
  async () => {
    writeFileSync(
      join(folder, 'shop.contract.ts'),
      contractText({ retries: 0 }).replace('  policy:', "  repository: '.',\n  policy:"),
    );
    writeFileSync(
      join(folder, 'README.md'),
      '# Shop\n\n## Errors\n\n| code | when |\n| --- | --- |\n| `OTHER` | never |\n',
    );
    writeFileSync(join(folder, '.env.example'), 'SHOP_TOKEN=your_token_here\n');
    const run = (...more: readonly string[]) =>
      gauntlet('run', 'shop.contract.ts', '--rule', rules.join(','), '--cases', '1', '--format', 'json', ...more);
    const shard = (index: number) => run('--shard', `${index}/3`, '--jobs', '1', '--out', `part${index}`);
    await Promise.all([run('--jobs', '2', '--out', 'whole'), shard(1)]);
    await Promise.all([shard(2), shard(3)]);

    const { code, stderr } = await gauntlet('report', 'part1', 'part3', '--out', 'merged');
    expect(stderr).toContain('Shard 2/3 of shop is missing. Name the runs of all shards.');
    expect([code, existsSync(join(folder, 'merged'))]).toEqual([2, false]);

    const merged = await gauntlet('report', 'part3', 'part1', 'part2', '--out', 'merged', '--json');
    expect(JSON.parse(merged.stdout)).toMatchObject({ service: 'shop', exitCode: 1 });
    expect(merged.code).toBe(1);
    const whole = reportIn('whole');
    expect(whole.rules.map(({ id, verdict }) => [id, verdict]).toSorted()).toEqual(
      rules.toSorted().map((id) => [id, 'fail']),
    );
    expect(whole.rules.filter(({ counterexample }) => counterexample !== undefined)).toHaveLength(1);
    expect(normalise(reportIn('merged'))).toEqual(normalise(whole));
    expect(reportIn('part2').rules.find(({ id }) => id === 'error-codes-documented')?.next).toMatch(/^The first shard/);
  },
  fourMinutesMs,
);
