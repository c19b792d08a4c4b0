/**
 * The report as JUnit XML: a test for each clause, in a suite for each level, and one for the gate, so that it is red
 * whenever the exit code is. A failed SHOULD is a failure of type `warn`. What a viewer shows stands in the body, because some
 * show only that.
 */
import type { ClauseRow, Report, RuleRow } from '../../harness/model/report.ts';
import type { Level } from '../../harness/model/standard.ts';
import type { Format } from '../../harness/ports/format.ts';
import { countsText, tally } from '../counts.ts';
import { overlayText } from '../overlay-text.ts';
import { clauseName, evidenceText, shown } from '../sections.ts';
import { plain } from '../untrusted.ts';
import { counterexampleText } from './counterexample-text.ts';

const mostLines = 60;

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** On one line. XML 1.0 has no place for unpaired surrogates and non-characters, not even escaped. */
const xml = (text: string): string =>
  plain(text)
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);

const lines = (texts: readonly string[]): string => texts.map(xml).join('\n');

const rulesOf = (report: Report, clause: ClauseRow): readonly RuleRow[] =>
  clause.rules.flatMap((id) => report.rules.filter((rule) => rule.id === id));

const failureLines = (rule: RuleRow): readonly string[] => {
  const [first] = rule.findings;
  return [
    `${rule.id}: ${first?.message ?? rule.statement}`,
    ...(first === undefined ? [] : [`expected: ${first.expected}`, `observed: ${first.observed}`]),
    `broken in ${rule.brokenInAll} of ${rule.exercised}`,
    ...(rule.card.fix === '' ? [] : [`to repair: ${rule.card.fix}`]),
    ...counterexampleText(rule, mostLines),
    ...(rule.counterexample === undefined ? [] : [`again: ${rule.counterexample.replay}`]),
    '',
  ];
};

const skipped = (why: string): string => `<skipped message="${xml(why)}"/>`;

const outcome = (report: Report, clause: ClauseRow): string => {
  const rules = rulesOf(report, clause);
  const verdict = shown(clause);
  switch (verdict) {
    case 'fail':
    case 'warn': {
      const broken = rules.filter((rule) => rule.verdict === 'fail');
      const message = broken[0]?.findings[0]?.message ?? clause.text;
      return `<failure type="${verdict}" message="${xml(message)}">${lines([clause.text, '', ...broken.flatMap(failureLines)])}</failure>`;
    }
    case 'harness-error':
      return `<error type="harness-error" message="${xml(clause.because ?? '')}">${lines([clause.because ?? clause.text])}</error>`;
    case 'not-verified':
      return skipped(`not verified, ${clause.reason ?? 'no reason is known'}: ${clause.next ?? ''}`);
    case 'not-applicable':
      return skipped(`not applicable: ${clause.because ?? ''}`);
    case 'waived':
    case 'attested':
      return skipped(clause.overlay === undefined ? verdict : overlayText(clause.overlay, clause.verdict));
    case 'pass':
      return `<system-out>${lines(rules.filter((rule) => rule.verdict === 'pass').map((rule) => `${rule.id}: ${evidenceText(rule)}`))}</system-out>`;
  }
};

/** The topic of what decides it; of a clause that no rule decides, the title of its section. */
const topicOf = (report: Report, clause: ClauseRow): string =>
  rulesOf(report, clause)[0]?.topic ??
  report.standard.sections?.find(({ ref }) => ref === clause.ref)?.title ??
  clause.ref;

const testCase = (report: Report, clause: ClauseRow): string =>
  `    <testcase name="${xml(`${clauseName(clause)} ${clause.text}`)}" classname="${xml(topicOf(report, clause))}" time="0">${outcome(report, clause)}</testcase>`;

interface Numbers {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

const attributes = ({ tests, failures, errors, skipped: left }: Numbers): string =>
  `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${left}"`;

const numbersOf = (report: Report, level: Level): Numbers => {
  const counts = tally(report, level);
  return {
    tests: report.clauses.filter((clause) => clause.level === level).length,
    failures: counts.fail,
    errors: counts.harnessError,
    skipped: counts.notVerified + counts.notApplicable + counts.waived + counts.attested,
  };
};

const suite = (report: Report, level: Level): string => {
  const { startedAt } = report.run;
  const properties = Object.entries(tally(report, level)).map(
    ([name, value]) => `      <property name="${name}" value="${value}"/>`,
  );
  return [
    `  <testsuite name="${xml(`${report.standard.id} ${level.toUpperCase()}`)}" ${attributes(numbersOf(report, level))} time="0" timestamp="${xml(startedAt)}">`,
    '    <properties>',
    ...properties,
    '    </properties>',
    ...report.clauses.filter((clause) => clause.level === level).map((clause) => testCase(report, clause)),
    `    <system-out>${xml(countsText(report, level))}</system-out>`,
    '  </testsuite>',
  ].join('\n');
};

const gateNumbers = ({ gate }: Report): Numbers => ({
  tests: 1,
  failures: gate.exitCode === 1 || gate.exitCode === 3 ? 1 : 0,
  errors: gate.exitCode === 2 || gate.exitCode === 4 ? 1 : 0,
  skipped: 0,
});

const gateSuite = (report: Report): string => {
  const { gate } = report;
  const because = xml(`exit ${gate.exitCode}: ${gate.because}`);
  const element = gateNumbers(report).errors > 0 ? 'error' : 'failure';
  const body = gate.met
    ? `<system-out>${because}</system-out>`
    : `<${element} type="gate" message="${because}">${because}</${element}>`;
  return [
    `  <testsuite name="gate" ${attributes(gateNumbers(report))} time="0" timestamp="${xml(report.run.startedAt)}">`,
    `    <testcase name="${xml(`the gate ${gate.level} is met`)}" classname="gate" time="0">${body}</testcase>`,
    '  </testsuite>',
  ].join('\n');
};

export const junit: Format = {
  id: 'junit',
  file: 'junit.xml',
  render: (report) => {
    const all = [numbersOf(report, 'must'), numbersOf(report, 'should'), gateNumbers(report)];
    const sum = (of: keyof Numbers): number => all.reduce((total, numbers) => total + numbers[of], 0);
    const total = { tests: sum('tests'), failures: sum('failures'), errors: sum('errors'), skipped: sum('skipped') };
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="${xml(`gauntlet ${report.integration.service}`)}" ${attributes(total)} time="${(report.run.durationMs / 1000).toFixed(3)}">`,
      suite(report, 'must'),
      suite(report, 'should'),
      gateSuite(report),
      '</testsuites>',
      '',
    ].join('\n');
  },
};
