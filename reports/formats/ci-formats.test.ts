import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import type { OverlayEntry } from '../../harness/model/attestation.ts';
import type { ClauseRow, Report, RuleRow } from '../../harness/model/report.ts';
import type { Format } from '../../harness/ports/format.ts';
import { countsText, type Tally, tally } from '../counts.ts';
import { testReport } from '../test-report.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { code, prose } from './markdown-text.ts';
import { md } from './md.ts';
import { sarif } from './sarif.ts';
import { terminal } from './terminal.ts';

const attested = { kind: 'attested', by: 'ben', until: '2027-02-01', note: '' } as const;
const [anyClause] = testReport.clauses;
const [anyRule] = testReport.rules;
if (anyClause === undefined || anyRule === undefined) throw new Error('the report of the tests is empty');
const brokenRule: RuleRow = anyRule;
const brokenClause: ClauseRow = anyClause;

/** With a clause of every kind. */
const mixed: Report = {
  ...testReport,
  clauses: [
    ...testReport.clauses,
    { ...brokenClause, ref: '1.4', line: 1, verdict: 'not-verified', methods: ['attestation'], overlay: attested },
    { ...brokenClause, ref: '1.4', line: 2, verdict: 'harness-error', because: 'a rule threw', rules: [] },
    { ...brokenClause, ref: '4.2', line: 2, level: 'should', verdict: 'pass', rules: ['server-error-retried'] },
  ],
};

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly failure?: string | { readonly '#text': string; readonly type: string };
  readonly error?: string | object;
  readonly skipped?: string | object;
}
interface Suite {
  readonly name: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly testcase: readonly Case[];
}

const junitSuites = (report: Report): readonly Suite[] => {
  const text = junit.render(report);
  expect(XMLValidator.validate(text)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: true,
    trimValues: false,
    isArray: (name) => name === 'testcase' || name === 'testsuite',
  });
  return parser.parse(text).testsuites.testsuite;
};

const sarifRun = (report: Report) => JSON.parse(sarif.render(report)).runs[0];

describe('all formats state equal counts', () => {
  test.each<Format>([terminal, html, md, junit, sarif])('$id, in words', (format) => {
    for (const level of ['must', 'should'] as const) expect(format.render(mixed)).toContain(countsText(mixed, level));
  });

  const must: Tally = tally(mixed, 'must');
  const should: Tally = tally(mixed, 'should');

  test('json, clause by clause', () => {
    const told: Report = JSON.parse(json.render(mixed));
    expect([tally(told, 'must'), tally(told, 'should')]).toEqual([must, should]);
  });

  test('JUnit, test by test', () => {
    const suites = junitSuites(mixed);
    expect(
      suites.map(({ name, tests, failures, errors, skipped }) => [name, tests, failures, errors, skipped]),
    ).toEqual([
      [
        'STD-17-01 MUST',
        must.verified + must.notVerified + must.notApplicable + must.harnessError + must.waived + must.attested,
        must.fail,
        must.harnessError,
        must.notVerified + must.notApplicable + must.waived + must.attested,
      ],
      ['STD-17-01 SHOULD', 2, should.fail, 0, 0],
      ['gate', 1, 1, 0, 0],
    ]);
    for (const { testcase, tests, failures, errors, skipped } of suites) {
      const having = (field: keyof Case): number => testcase.filter((each) => each[field] !== undefined).length;
      expect([testcase.length, having('failure'), having('error'), having('skipped')]).toEqual([
        tests,
        failures,
        errors,
        skipped,
      ]);
    }
  });

  test('Markdown, row by row', () => {
    const text = md.render(mixed);
    const rows = (word: string): number => text.split(`| ${word} |`).length - 1;
    expect([rows('✅ pass'), rows('❌ fail'), rows('⚠️ warn'), rows('💥 error'), rows('❔ not verified')]).toEqual([
      must.pass + should.pass,
      must.fail,
      should.fail,
      must.harnessError,
      must.notVerified,
    ]);
    expect([rows('🔕 waived'), rows('✍️ attested'), rows('➖ n/a')]).toEqual([
      must.waived,
      must.attested,
      must.notApplicable,
    ]);
  });

  test('SARIF, as properties of the run', () => {
    const { properties } = sarifRun(mixed);
    expect([properties.must, properties.should]).toMatchObject([must, should]);
  });
});

describe('JUnit', () => {
  const cases = junitSuites(mixed).flatMap(({ testcase }) => testcase);

  test('every test has a name and its topic, and failures have their text in the body', () => {
    for (const { name, classname } of cases) expect([String(name), String(classname)]).not.toContain('');
    const failed = cases.find(({ name }) => name.startsWith('3.4.1 '));
    expect(failed?.classname).toBe('retry');
    const body = typeof failed?.failure === 'object' ? failed.failure['#text'] : '';
    expect(body).toContain('The retry of a POST carried another key </script><img src=x onerror=alert(1)>.');
    expect(body).toContain('expected: the key of the first attempt');
    expect(body).toContain('connection reset');
    expect(body).toContain('gauntlet replay .gauntlet/run-7/shop retry-keeps-idempotency-key');
  });

  test('a failed SHOULD is a failure of type warn, not skipped', () => {
    expect(cases.find(({ name }) => name.startsWith('4.2.1 '))).toMatchObject({ failure: { type: 'warn' } });
  });

  test('is red whenever the exit code is, also when no clause failed', () => {
    const gate = (exitCode: 2 | 3): Report => ({
      ...testReport,
      clauses: [],
      gate: { level: 'must', met: false, exitCode, because: 'no verdict of this run counts' },
    });
    expect(junitSuites(gate(2)).at(-1)).toMatchObject({ errors: 1, failures: 0 });
    expect(junitSuites(gate(3)).at(-1)).toMatchObject({ errors: 0, failures: 1 });
  });

  test('what XML cannot hold is left out', () => {
    const text = 'a\ufffeb\ud800c\u0000]]>&';
    const odd: Report = {
      ...testReport,
      rules: [{ ...brokenRule, findings: brokenRule.findings.map((finding) => ({ ...finding, message: text })) }],
    };
    const failure = junitSuites(odd).flatMap(({ testcase }) => testcase)[0]?.failure;
    expect(typeof failure === 'object' && failure['#text']).toContain('ab\ufffdc]]>&');
  });
});

describe('Markdown', () => {
  test('nothing that was observed formats, links, mentions or ends a table cell', () => {
    expect(prose('| **b** _i_ [x](http://e.example) @ana #12 <b> `c` ~s~ $m$')).toBe(
      '\\| \\*\\*b\\*\\* \\_i\\_ \\[x\\](http:\u200b//e.example) @\u200bana #\u200b12 &lt;b&gt; \\`c\\` \\~s\\~ \\$m\\$',
    );
    expect(code('a ``b`` | `')).toBe('``` a ``b`` \\| ` ```');
    expect(md.render(testReport).replace(/```text[\s\S]*?```/g, '')).not.toMatch(/<(?!\/?(?:details|summary)>)/);
  });

  const many = (count: number): Report => ({
    ...testReport,
    rules: Array.from({ length: count }, (_, index) => ({ ...brokenRule, id: `${brokenRule.id}-${index}` })),
  });

  test('fits a comment while only timelines have to go, and says where they are', () => {
    const text = md.render(many(60));
    expect(text.length).toBeLessThan(65_536);
    expect(text.split('The smallest counterexample found').length - 1).toBeGreaterThan(5);
    expect(text).toContain('stands in `report.html`: there was no more room for it here.');
    expect(text).not.toContain('**Cut here**');
  });

  test('is cut under 900 KiB, with a pointer and nothing left open', () => {
    const text = md.render(many(3000));
    expect(Buffer.byteLength(text)).toBeLessThan(900 * 1024);
    expect(text).toMatch(/\*\*Cut here\*\*: \d+ more parts do not fit\. All of it stands in `report\.html`/);
    expect(text.split('<details>').length).toBe(text.split('</details>').length);
  });

  test('a void run says so at the top', () => {
    const report: Report = { ...testReport, run: { ...testReport.run, void: 'it never reached shop' } };
    expect(md.render(report).split('\n').slice(0, 4).join('\n')).toContain('**VOID**: it never reached shop');
  });
});

test('an entry that lapsed is told with its place', () => {
  const entry: OverlayEntry = {
    kind: 'waived',
    clause: '3.4.1',
    by: 'ana',
    until: '2026-01-01',
    note: '',
    evidence: [],
    state: 'expired',
    file: 'gauntlet.waivers.yaml',
    line: 7,
  };
  const overlays = { today: '2026-11-23', attestations: [], waivers: [entry], problems: [entry], secrets: [] };
  const told = 'gauntlet.waivers.yaml:7: the waiver of 3.4.1 by ana ran out on 2026-01-01.';
  for (const format of [md, terminal]) expect(format.render({ ...testReport, overlays })).toContain(told);
});
