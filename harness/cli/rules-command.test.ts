import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bench } from '../../scenarios/bench.ts';
import { clauseId } from '../gate.ts';
import type { Report } from '../model/report.ts';
import type { Standard } from '../model/standard.ts';
import { contractText } from './test-contract.ts';
import { gauntletIn } from './test-gauntlet.ts';

const twoMinutesMs = 120_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const gauntlet = (...args: readonly string[]) => gauntletIn(folder, ...args);

interface Told {
  readonly clauses: readonly {
    readonly id: string;
    readonly methods: readonly string[];
    readonly rules: readonly string[];
    readonly derivedFrom?: readonly string[];
  }[];
  readonly rules: readonly { readonly id: string; readonly card: { readonly [question: string]: string } }[];
}

test('as JSON: every clause with its methods and what decides it, every rule with its card', async () => {
  const { stdout } = await gauntlet('rules', '--json');
  const { clauses, rules } = JSON.parse(stdout) as Told;
  expect(clauses).toHaveLength(117);
  const known = new Set(rules.map(({ id }) => id));
  for (const { id, methods, rules: deciding, derivedFrom = [] } of clauses) {
    expect([id, methods.length]).not.toContain(0);
    const answered = deciding.length > 0 || derivedFrom.length > 0 || methods.includes('attestation');
    expect([id, answered, deciding.filter((rule) => !known.has(rule))]).toEqual([id, true, []]);
  }
  for (const { id, card } of rules)
    for (const question of ['asks', 'tested', 'fails', 'fix', 'source'])
      expect([id, question, card[question] ?? '']).not.toContain('');
});

const explained = [
  ...bench.standard.clauses.filter(({ notInRun }) => notInRun === undefined).map(clauseId),
  ...[...bench.rules, ...bench.inspectionRules].map(({ id }) => id),
];

test('each rule and clause is explained: what it asks, how it is tested, what fails it, how to repair it', async () => {
  const { rulesCommand } = await import('./rules-command.ts');
  const written: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  try {
    for (const id of explained) rulesCommand(id, {}, bench);
  } finally {
    process.stdout.write = write;
  }
  expect(written).toHaveLength(explained.length);
  for (const [index, text] of written.entries())
    for (const question of ['asks', 'tested', 'fails', 'to repair'])
      expect(text, explained[index]).toMatch(new RegExp(`^ +${question} +\\S`, 'm'));
});

const ofTheTeam: Standard = {
  id: 'TEAM-1',
  title: 'How we call the shop',
  sections: [{ ref: '1.1', title: 'Retries' }],
  clauses: [
    {
      ref: '1.1',
      line: 1,
      level: 'must',
      text: 'Try again.',
      methods: ['behaviour'],
      decidedBy: { all: ['server-error-retried'] },
    },
    { ref: '1.1', line: 2, level: 'should', text: 'Know why.', methods: ['attestation'], decidedBy: { all: [] } },
    {
      ref: 'A',
      line: 1,
      level: 'must',
      text: 'All of it.',
      methods: ['behaviour'],
      decidedBy: { all: [] },
      derivedFrom: ['1.1.1', '1.1.2'],
    },
  ],
};
const writeStandard = (standard: unknown): void =>
  writeFileSync(join(folder, 'team.ts'), `export default ${JSON.stringify(standard)};\n`);

describe('a standard that a team brings', () => {
  test(
    'is what rules lists, a contract is judged against, and attestations are held against',
    async () => {
      writeStandard(ofTheTeam);
      expect((await gauntlet('rules', '1.1', '--standard', 'team.ts')).stdout).toBe(`1.1 Retries
  1.1.1 MUST    Try again.  [behaviour: server-error-retried]
  1.1.2 SHOULD  Know why.  [attestation]
`);
      writeFileSync(join(folder, 'shop.contract.ts'), contractText());
      const attest = ['attest', '1.1.2', '--by', 'ana', '--evidence', 'https://wiki.example/why', '--until', 'year'];
      expect((await gauntlet(...attest, '--standard', 'team.ts')).code).toBe(0);
      const args = ['--rule', 'server-error-retried', '--cases', '1', '--jobs', '2', '--out', 'out'];
      const ran = await gauntlet('run', 'shop.contract.ts', ...args, '--standard', 'team.ts');
      expect([ran.stderr, ran.code]).toEqual([expect.not.stringContaining('failed'), 0]);
      const report = JSON.parse(readFileSync(join(folder, 'out/shop/compliance.json'), 'utf8')) as Report;
      expect(report.standard.id).toBe('TEAM-1');
      expect(report.clauses.map(({ verdict, overlay }) => [verdict, overlay?.kind])).toEqual([
        ['pass', undefined],
        ['not-verified', 'attested'],
        ['not-verified', 'attested'],
      ]);

      // The run remembers it, as it was: it is judged by it again, and what has become of the module is told.
      const judgedBy = async (...more: readonly string[]) => {
        const judged = await gauntlet('judge', 'out', '--format', 'json', ...more);
        const { standard, clauses } = JSON.parse(
          readFileSync(join(folder, 'out/shop/compliance.json'), 'utf8'),
        ) as Report;
        return [judged.code, judged.stderr, standard.id, clauses[0]?.text];
      };
      expect(await judgedBy()).toEqual([0, '', 'TEAM-1', 'Try again.']);
      const [again, ...others] = ofTheTeam.clauses;
      writeStandard({ ...ofTheTeam, clauses: [{ ...again, text: 'Do try again.' }, ...others] });
      const asItWas = 'shop is judged by TEAM-1 as it was when the run was made';
      const changed = `${asItWas}: team.ts has changed since. --standard team.ts judges by it as it is now.\n`;
      expect(await judgedBy()).toEqual([0, changed, 'TEAM-1', 'Try again.']);
      expect(await judgedBy('--standard', 'team.ts')).toEqual([0, '', 'TEAM-1', 'Do try again.']);
      rmSync(join(folder, 'team.ts'));
      expect(await judgedBy()).toEqual([0, `${asItWas}: team.ts is gone.\n`, 'TEAM-1', 'Try again.']);

      const review = await gauntlet('report', 'out', '--kind', 'new');
      expect([review.stderr, review.code]).toEqual([expect.stringContaining('TEAM-1 has no section 5.1'), 2]);
    },
    twoMinutesMs,
  );

  test('is refused with everything that is wrong in it', async () => {
    const [first, second, third] = ofTheTeam.clauses;
    writeStandard({ ...ofTheTeam, clauses: [{ ...first, level: 'may', ref: '3' }] });
    expect((await gauntlet('rules', '--standard', 'team.ts')).stderr).toMatch(
      /team\.ts is no standard that can be used:\n {2}- clauses\.0\.ref must be a section such as 3\.4.*\n {2}- clauses\.0\.level /,
    );
    writeStandard({
      ...ofTheTeam,
      clauses: [
        { ...first, decidedBy: { all: ['server-error-retry'] } },
        { ...second, methods: ['behaviour'] },
        { ...third, derivedFrom: ['1.1.9'] },
        first,
      ],
    });
    const { code, stderr } = await gauntlet('rules', '--standard', 'team.ts');
    expect(stderr).toBe(`team.ts is no standard that can be used:
  - 1.1.1 names the rule server-error-retry, which does not exist. Did you mean server-error-retried, service-unavailable-error?
  - 1.1.2 names no rule and is not attested: nothing could ever decide it
  - A.1 derives from 1.1.9, which does not exist
  - 1.1.1 stands there twice
`);
    expect(code).toBe(2);
    expect((await gauntlet('rules', '--standard', 'none.ts')).stderr).toMatch(/^none\.ts does not exist\./);
  });
});
