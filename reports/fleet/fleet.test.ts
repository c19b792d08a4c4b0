import { expect, test } from 'vitest';
import { countsText } from '../counts.ts';
import { testReport } from '../test-report.ts';
import { fleetOf, headline, others } from './fleet.ts';
import { fleetHtml } from './html.ts';
import { fleetMarkdown } from './md.ts';
import { fleetText } from './terminal.ts';
import { hostile, largeFleet, reports, testFleet } from './test-fleet.ts';

const views = [
  ['html', fleetHtml],
  ['md', fleetMarkdown],
  ['terminal', fleetText],
] as const;

test('the worst comes first: no verdict, then unmet, then open, then met; of two alike, the one that fails more', () => {
  expect(testFleet().members.map(({ report }) => report.integration.service)).toEqual([
    'harness',
    'void',
    hostile,
    'open',
    'holds',
  ]);
  const two = [
    testReport,
    { ...testReport, clauses: testReport.clauses.map((clause) => ({ ...clause, verdict: 'fail' as const })) },
  ];
  expect(fleetOf(two.map((report) => ({ report }))).members[0]?.report).toBe(two[1]);
});

test('the headline tells the worst and how many, and the rest is told beside it', () => {
  const fleet = testFleet();
  const of = (from: number) => fleetOf(fleet.members.slice(from));
  expect([0, 1, 2, 3, 4].map((from) => headline(of(from)))).toEqual([
    'No verdict on 1 of 5 integrations: the harness failed',
    'No verdict on 1 of 4 integrations: its run is void',
    '1 of 3 integrations does not meet the gate',
    '1 of 2 integrations is not decided yet',
    '1 integration meets the gate',
  ]);
  expect(others(fleet)).toBe(
    '1 without a verdict: its run is void · 1 does not meet the gate · 1 is not decided yet · 1 meets the gate',
  );
});

test('integrations that were held against different standards do not stand in one table', () => {
  const other = { ...testReport, standard: { id: 'TEAM-1', title: 'Ours' } };
  expect(() => fleetOf([{ report: testReport }, { report: other }])).toThrow(RangeError);
  expect(() => fleetOf([])).toThrow(RangeError);
});

test.each(views)('%s names every integration with its decision and why, and never a percentage', (_id, render) => {
  const text = render(testFleet());
  for (const service of ['holds', 'open', 'void', 'harness']) expect(text).toContain(service);
  expect(text).toContain('it never called');
  expect(text).toContain('1 clause could not be verified: 3.4.4');
  expect(text).toContain('Does not meet the gate');
  expect(text.replace(/<style>.*?<\/style>/gs, '')).not.toMatch(/\d ?%/);
});

test.each(views.slice(0, 2))('%s states the counts of each report as that report does', (_id, render) => {
  const text = render(testFleet());
  for (const report of reports)
    for (const level of ['must', 'should'] as const) expect(text).toContain(countsText(report, level));
});

test('a name that is markup stays a name', () => {
  const page = fleetHtml(testFleet());
  expect(page).not.toMatch(/<script|<img|\son\w+="|javascript:/);
  expect(page.match(/<\/style/g)).toHaveLength(1);
  expect(page).toContain("content=\"default-src 'none'; style-src 'sha256-");
  const markdown = fleetMarkdown(testFleet());
  expect(markdown).not.toMatch(/<(script|img|\/td)/);
  const cells = new Set(
    markdown
      .split('\n')
      .filter((line) => line.startsWith('| 3.4.'))
      .map((line) => line.split(/(?<!\\)\|/).length),
  );
  expect([...cells]).toEqual([8]);
  const control = fleetOf([
    { report: { ...testReport, integration: { ...testReport.integration, service: 'a\u001b[31m\nb' } } },
  ]);
  expect(fleetText(control)).toContain('  a⏎b  ');
});

test('a fleet that does not fit into the summary of a job is cut, and says where the rest is', () => {
  const { members } = largeFleet();
  const text = fleetMarkdown(fleetOf(Array.from({ length: 32 }, () => members).flat()));
  expect(Buffer.byteLength(text)).toBeLessThan(900 * 1024);
  expect(text).toContain('**Cut here**');
  expect(text).toContain('`fleet.html`');
});
