import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../harness/model/report.ts';
import type { Format } from '../../harness/ports/format.ts';
import { tally } from '../counts.ts';
import { testReport } from '../test-report.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { terminal, terminalFormat } from './terminal.ts';

const counted: readonly Format[] = [terminal, html];

describe.each(counted)('$id', (format) => {
  const text = format.render(testReport);

  test('says why a run was not on the virtual clock that was tried', () => {
    const run = { ...testReport.run, clock: 'real', toleranceMs: 250, clockObstacle: 'several-processes' } as const;
    const told = 'real clock (±250 ms) · not virtual: more than one Node program of it runs';
    expect(format.render({ ...testReport, run })).toContain(told);
    expect(text).not.toContain('not virtual');
  });

  test('states the counts of the report, by level', () => {
    expect(text).toContain('1 of 2 verified MUSTs pass · 1 fail · 2 not verified · 1 waived · 1 n/a');
    expect(text).toContain('0 of 1 verified SHOULDs pass · 1 warn');
    expect(text.replace(/<(style|script)>.*?<\/\1>/gs, '')).not.toMatch(/\d ?%/);
  });

  test('says of a failure what was found, what would have passed, and how to see it again', () => {
    expect(text).toContain('The retry of a POST carried another key');
    expect(text).toContain('the key of the first attempt');
    expect(text).toContain('gauntlet replay .gauntlet/run-7/shop retry-keeps-idempotency-key');
    expect(text).toContain('on its 1st request: lose the reply');
    expect(text).toContain('connection reset');
  });

  test('says of a pass how often it was put to the test and what struck', () => {
    expect(text).toContain('held in 96 of 96 over 96 cases; struck: server-error 141×');
  });

  test('says of a clause that was not verified what would change that', () => {
    expect(text).toContain('return deadLetters from start()');
  });

  test('shows a waiver beside the verdict that it stands over', () => {
    expect(text).toContain('waived by ana until 2027-01-01: vendor bug (itself: fail)');
  });
});

test('the counts add up to the clauses of each level, and agree with the summary but for overlays', () => {
  for (const level of ['must', 'should'] as const) {
    const { pass, fail, notVerified, notApplicable, harnessError, waived, attested } = tally(testReport, level);
    const raw = testReport.summary[level];
    expect(pass + fail + notVerified + notApplicable + harnessError + waived + attested).toBe(
      testReport.clauses.filter((clause) => clause.level === level).length,
    );
    expect([pass, fail + waived]).toEqual([raw.pass, raw.fail]);
  }
});

test('json is the report itself', () => {
  expect(JSON.parse(json.render(testReport))).toEqual(JSON.parse(JSON.stringify(testReport)));
});

describe('what a subject or a provider said does no harm', () => {
  test('in the page: no markup of theirs, and a policy that lets nothing run or load', () => {
    const page = html.render(testReport);
    expect(page.match(/<\/?script/g)).toEqual(['<script', '</script']);
    expect(page).not.toMatch(/<img/);
    expect(page).toContain('&lt;/script>&lt;img src=x onerror=alert(1)>');
    expect(page).not.toMatch(/\son\w+="|javascript:|(?:src|href|action)="(?!#)/);
    const sources = ['script', 'style'].map((tag) => {
      const [, text = ''] = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(page) ?? [];
      return `${tag}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    });
    expect(page).toContain(`content="default-src 'none'; ${sources.join('; ')}; base-uri 'none'; form-action 'none'"`);
  });

  test('in the terminal: no control characters, no reordering, whatever the colours', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
    const harmful = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
    expect(terminal.render(testReport)).not.toMatch(harmful);
    const colored = terminalFormat({ color: true }).render(testReport);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: our own styles are taken out before looking
    const withoutOurStyles = colored.replace(/\u001b\[\d+m/g, '');
    expect(withoutOurStyles).toBe(terminal.render(testReport));
  });
});

test('a void run says so before anything else could be believed', () => {
  const report: Report = { ...testReport, run: { ...testReport.run, void: 'it never reached shop: set SHOP_URL' } };
  for (const format of counted) expect(format.render(report)).toContain('it never reached shop: set SHOP_URL');
});
