import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Report, RuleRow } from '../../harness/model/report.ts';
import { testReport } from '../test-report.ts';
import { sarif } from './sarif.ts';

const require = createRequire(import.meta.url);
const multitool: string = require('@microsoft/sarif-multitool');

let folder = '';
beforeEach(() => {
  // npm leaves its install script out, which is all that this does.
  chmodSync(multitool, 0o755);
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-sarif-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the format's own validator says: `error GH1015`. The separator is `;`: with `,` it loads no rules at all. */
const validated = (text: string): readonly string[] => {
  const [input, output] = [join(folder, 'in.sarif'), join(folder, 'out.sarif')];
  writeFileSync(input, text);
  execFileSync(
    multitool,
    [
      'validate',
      input,
      '--rule-kind',
      'Sarif;Ghas',
      '--output',
      output,
      '--log',
      'ForceOverwrite',
      '--level',
      'Error;Warning',
    ],
    {
      env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
      stdio: 'pipe',
    },
  );
  const { results } = JSON.parse(readFileSync(output, 'utf8')).runs[0];
  return results.map((result: { level?: string; ruleId: string }) => `${result.level ?? 'warning'} ${result.ruleId}`);
};

const [broken] = testReport.rules;
if (broken === undefined) throw new Error('the report of the tests is empty');
const brokenRule: RuleRow = broken;
const nothingBroken: Report = { ...testReport, clauses: [], rules: [{ ...brokenRule, verdict: 'pass' }] };
const runOf = (report: Report) => JSON.parse(sarif.render(report)).runs[0];
const resultsOf = (report: Report) => runOf(report).results;

describe("the format's own validator, with the rules of SARIF and of GitHub", () => {
  // It asks for the tool's web page, and Gauntlet has none.
  const known = ['warning SARIF2005'];

  test('has nothing against a report, with results or without', () => {
    expect(validated(sarif.render(testReport))).toEqual(known);
    expect(validated(sarif.render(nothingBroken))).toEqual(known);
  });

  test('would have: a result without its place is refused', () => {
    const log = JSON.parse(sarif.render(testReport));
    log.runs[0].results[0].locations = undefined;
    expect(validated(JSON.stringify(log))).toContain('error GH1015');
  });
});

test('a result points at the line of the contract that declares what broke', () => {
  const action = { kind: 'perform', operation: 'create_order', input: {}, user: 'u', correlationId: 'c' } as const;
  const example = brokenRule.counterexample;
  const rule: RuleRow = {
    ...brokenRule,
    ...(example !== undefined && { counterexample: { ...example, plan: { ...example.plan, actions: [action] } } }),
  };
  const at = (contract: string, contractLines?: { readonly [name: string]: number }) =>
    resultsOf({
      ...testReport,
      rules: [rule],
      integration: { ...testReport.integration, contract, ...(contractLines !== undefined && { contractLines }) },
    })[0].locations[0].physicalLocation;
  expect(at('in/my shop.contract.ts', { '': 4, create_order: 17 })).toEqual({
    artifactLocation: { uri: 'in/my%20shop.contract.ts', uriBaseId: '%SRCROOT%' },
    region: { startLine: 17, startColumn: 1, endLine: 17, endColumn: 2 },
  });
  expect(at('shop.contract.ts', { '': 4 }).region.startLine).toBe(4);
  expect(at('shop.contract.ts').region.startLine).toBe(1);
});

test('an alert stays the same one when lines move or words change, and differs between rules and services', () => {
  const print = (report: Report) => resultsOf(report)[0].partialFingerprints.primaryLocationLineHash;
  const first = print(testReport);
  expect(first).toMatch(/^[0-9a-f]{16}:1$/);
  const { integration } = testReport;
  expect(print({ ...testReport, integration: { ...integration, contractLines: { '': 9 } } })).toBe(first);
  expect(print({ ...testReport, integration: { ...integration, service: 'bank' } })).not.toBe(first);
});

test('runs of several services do not replace each other', () => {
  expect(runOf(testReport).automationDetails).toEqual({ id: 'gauntlet/shop/' });
});

describe('waived results are left out', () => {
  const overlay = { kind: 'waived', by: 'ana', until: '2027-01-01', note: '' } as const;
  const clauses = testReport.clauses.slice(0, 1);
  test('when every clause that the rule breaks is waived', () => {
    expect(resultsOf({ ...testReport, clauses: clauses.map((each) => ({ ...each, overlay })) })).toEqual([]);
  });
  test('and only then: a second clause keeps it, at its own level', () => {
    const both = [
      ...clauses.map((each) => ({ ...each, overlay })),
      ...clauses.map((each) => ({ ...each, line: 9, level: 'should' as const })),
    ];
    expect(resultsOf({ ...testReport, clauses: both })).toMatchObject([{ level: 'warning' }]);
  });
});

test('only rules about secrets make security alerts', () => {
  const rules: readonly RuleRow[] = [brokenRule, { ...brokenRule, id: 'secret-not-logged', topic: 'secrets' }];
  const severities = runOf({ ...testReport, rules }).tool.driver.rules.map(
    ({ properties }: { properties: { [name: string]: unknown } }) => properties['security-severity'],
  );
  // No clause of this report names the second one, so it is advice.
  expect(severities).toEqual([undefined, '5.0']);
});

test("keeps to GitHub's limits", () => {
  const long = 'long '.repeat(1000);
  const rules = Array.from({ length: 300 }, (_, index) => ({
    ...brokenRule,
    id: `rule-${index}`,
    statement: long,
    findings: brokenRule.findings.map((finding) => ({ ...finding, message: `${long} [x](1)` })),
  }));
  const run = runOf({ ...testReport, rules });
  expect(run.results.length).toBe(300);
  for (const { message, locations } of run.results) {
    expect(message.text.length).toBeLessThan(1100);
    expect(locations.length).toBe(1);
  }
  for (const { id, name, shortDescription, fullDescription, properties } of run.tool.driver.rules) {
    expect(Math.max(id.length, name.length)).toBeLessThan(256);
    expect(Math.max(shortDescription.text.length, fullDescription.text.length)).toBeLessThan(1025);
    expect(properties.tags.length).toBeLessThan(11);
  }
});

test('what inspection found stands where it was found, and a found secret is a security alert', () => {
  const place = (facts: RuleRow['findings'][number]['facts']) => {
    const [finding] = brokenRule.findings;
    const rule: RuleRow = {
      ...brokenRule,
      ...{ id: 'secret-not-in-code', topic: 'inspection' },
      findings: finding === undefined ? [] : [{ ...finding, facts }],
    };
    const { results, tool } = runOf({
      ...testReport,
      integration: { ...testReport.integration, contract: 'shop/shop.contract.ts', repository: 'shop' },
      clauses: testReport.clauses.map((clause) => ({ ...clause, rules: [rule.id] })),
      rules: [rule],
    });
    const { artifactLocation, region } = results[0].locations[0].physicalLocation;
    return [artifactLocation.uri, region.startLine, tool.driver.rules[0].properties['security-severity']];
  };
  expect(place({ file: 'src/a b.ts', line: 7 })).toEqual(['shop/src/a%20b.ts', 7, '8.0']);
  expect(place({ file: 'src/gone.ts', line: 7, commit: 'abc1234' })[0]).toBe('shop/shop.contract.ts');
});
