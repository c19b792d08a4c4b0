import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureRepository } from '../../examples/calibration/fixture-repository.ts';
import { bench } from '../../scenarios/bench.ts';
import type { Report } from '../model/report.ts';
import { reportCommand } from './stored-commands.ts';
import type { RunSummary } from './summary.ts';
import { contractText } from './test-contract.ts';
import { type Ended, gauntletIn } from './test-gauntlet.ts';

const twoMinutesMs = 120_000;

let folder = '';
let commit = '';
let ran: Ended;

const gauntlet = (...args: readonly string[]) => gauntletIn(folder, ...args);

const at = (path: string): string => join(folder, path);
const textOf = (path: string): string => readFileSync(at(path), 'utf8');
const fleetJson = (path: string): readonly RunSummary[] => JSON.parse(textOf(path));

/** The files that a page links to, with the place in them; each is read from where the page lies. */
const linksOf = (page: string): readonly { readonly file: string; readonly place: string | undefined }[] =>
  [...textOf(page).matchAll(/href="([^"#]+)(?:#([^"]+))?"/g)].map(([, file = '', place]) => ({
    file: join(dirname(page), decodeURIComponent(file)),
    place,
  }));

const expectLive = (page: string): void => {
  const links = linksOf(page);
  expect(links.length).toBeGreaterThan(200);
  const pages = new Map([...new Set(links.map(({ file }) => file))].map((file) => [file, textOf(file)]));
  const dead = links.filter(
    ({ file, place }) => place !== undefined && pages.get(file)?.includes(`id="${place}"`) !== true,
  );
  expect(dead).toEqual([]);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-fleet-'));
  const repository = fixtureRepository(folder);
  repository.write('shop.contract.ts', contractText());
  repository.write('depot.contract.ts', contractText({ retries: 0 }).replace("service: 'shop'", "service: 'depot'"));
  commit = repository.commit('Begin');
  ran = await gauntlet(
    ...['run', 'shop.contract.ts', 'depot.contract.ts', '--rule', 'server-error-retried'],
    ...['--cases', '1', '--jobs', '1', '--out', 'out'],
  );
  cpSync(at('out/shop'), at('.gauntlet/one/shop'), { recursive: true });
  symlinkSync('one', at('.gauntlet/latest'));
}, twoMinutesMs);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a run of several integrations shows them side by side, and its exit code is the worst of theirs', () => {
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain('1 of 2 integrations does not meet the gate');
  expectLive('out/fleet.html');
  expect(textOf('out/fleet.md')).toContain('## 1 of 2 integrations does not meet the gate');
  expect(fleetJson('out/fleet.json').map(({ service, exitCode }) => [service, exitCode])).toEqual([
    ['shop', 0],
    ['depot', 1],
  ]);
});

test('each report says at which commit its contract was', () => {
  const commitOf = (path: string): string | undefined =>
    (JSON.parse(textOf(`${path}/compliance.json`)) as Report).integration.commit;
  expect([commitOf('out/shop'), commitOf('out/depot')]).toEqual([commit, commit]);
  expect(textOf('out/shop/report.html')).toContain(commit);
});

test(
  'runs made apart are put together where --out says, with links that hold also after the next run',
  async () => {
    const beside = await gauntlet('report', 'latest', 'out/depot', '--format', 'html,json');
    expect([beside.stderr, beside.code]).toEqual(['', 1]);
    expectLive('.gauntlet/merged/fleet.html');
    const files = new Set(linksOf('.gauntlet/merged/fleet.html').map(({ file }) => file));
    expect([...files].toSorted()).toEqual(['.gauntlet/one/shop/report.html', 'out/depot/report.html']);

    const apart = await gauntlet('report', 'out/shop', 'out/depot', '--out', 'both', '--format', 'html');
    expect([apart.stderr, apart.code]).toEqual(['', 1]);
    expectLive('both/fleet.html');
    expect(existsSync(at('both/fleet.md'))).toBe(false);
  },
  twoMinutesMs,
);

test('one run that does not open: one message, and nothing is written', () => {
  cpSync(at('out/depot'), at('broken/depot'), { recursive: true });
  cpSync(at('out/depot'), at('again/depot'), { recursive: true });
  cpSync(at('out/depot'), at('other/depot'), { recursive: true });
  writeFileSync(at('broken/depot/run.json'), textOf('broken/depot/run.json').slice(0, 200));
  const stored = JSON.parse(textOf('other/depot/run.json'));
  const decidedBy = { all: ['server-error-retried'] };
  const clause = { ref: '1.1', line: 1, level: 'must', text: 'Try again.', methods: ['behaviour'], decidedBy };
  const standard = { id: 'TEAM-1', title: 'Ours', clauses: [clause] };
  writeFileSync(
    at('other/depot/run.json'),
    JSON.stringify({ ...stored, standard: { module: 'team.ts', sha256: '', standard } }),
  );
  const escaping = { ...stored, facts: { ...stored.facts, service: '../../elsewhere' } };
  cpSync(at('other/depot'), at('escaping/depot'), { recursive: true });
  writeFileSync(at('escaping/depot/run.json'), JSON.stringify(escaping));
  const refused = (message: RegExp, runs: readonly string[], out = 'nothing'): void => {
    const delivery = { format: ['html'], gate: 'must' } as const;
    expect(() => reportCommand(runs.map(at), at(out), delivery, bench)).toThrow(message);
    expect(existsSync(at('nothing'))).toBe(false);
  };
  refused(/broken\/depot\/run\.json is not a run that this version can read/, ['out/shop', 'broken/depot']);
  refused(/escaping\/depot\/run\.json is not a run/, ['out/shop', 'escaping/depot']);
  refused(/^These runs of depot are not shards of one run: not all of them/, ['out', 'again/depot']);
  refused(/shop is judged by STD-17-01 and depot by TEAM-1: their clauses/, ['out/shop', 'other/depot']);
  refused(/is one of the runs to merge/, ['.gauntlet/latest', 'out/depot'], '.gauntlet/one');
  expect(existsSync(at('.gauntlet/one/shop/traces/job-0.ndjson'))).toBe(true);
});
