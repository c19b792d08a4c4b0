/**
 * The report for a terminal: verdicts by section, each failure with its smallest counterexample and the command that
 * replays it, and the decision last, where the eye rests. Nothing observed reaches the terminal with control characters.
 */
import { styleText } from 'node:util';
import type { ClauseRow, Counterexample, Report, RuleRow } from '../../harness/model/report.ts';
import type { Format } from '../../harness/ports/format.ts';
import { conditionsOf } from '../conditions.ts';
import { countsText } from '../counts.ts';
import { formatMs } from '../duration.ts';
import { entryText, overlayText } from '../overlay-text.ts';
import {
  brokenRules,
  clauseName,
  clausesOf,
  evidenceText,
  type ReportSection,
  type Shown,
  sections,
  shown,
  weightOf,
} from '../sections.ts';
import { timeline, timelineText } from '../timeline.ts';
import { plain } from '../untrusted.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const labels: { readonly [verdict in Shown]: readonly [label: string, style: Style] } = {
  fail: ['FAIL', ['bold', 'red']],
  'harness-error': ['ERROR', ['bold', 'magenta']],
  'not-verified': ['open', 'yellow'],
  warn: ['warn', 'yellow'],
  waived: ['waived', 'cyan'],
  attested: ['attested', 'cyan'],
  pass: ['pass', 'green'],
  'not-applicable': ['n/a', 'dim'],
};
const labelWidth = 8;

const label = (paint: Paint, verdict: Shown): string => {
  const [text, style] = labels[verdict];
  return paint(style, text.padEnd(labelWidth));
};

/** Nothing to act on: told in one line for each section. */
const isQuiet = (clause: ClauseRow): boolean =>
  clause.verdict === 'not-applicable' ||
  (clause.verdict === 'not-verified' &&
    clause.overlay === undefined &&
    (clause.reason === 'disabled' || clause.methods.every((method) => method === 'attestation')));

const mostRules = 5;
const mostFaults = 4;

/** How often each rule behind a pass was put to the test; a long list is told in one line. */
const passLines = (rules: readonly RuleRow[]): readonly string[] => {
  const passed = rules.filter(({ verdict }) => verdict === 'pass');
  return passed.length > mostRules
    ? [`all of ${passed.map(({ id, exercised }) => `${id} ${exercised}×`).join(', ')}`]
    : passed.map((rule) => `${rule.id}: ${evidenceText(rule, mostFaults)}`);
};

const clauseLines = (paint: Paint, report: Report, clause: ClauseRow): readonly string[] => {
  const indent = ' '.repeat(4 + labelWidth + 2);
  const lines = [`    ${label(paint, shown(clause))}  ${clauseName(clause).padEnd(6)} ${plain(clause.text)}`];
  const rules = clause.rules.flatMap((id) => report.rules.filter((rule) => rule.id === id));
  if (clause.overlay !== undefined) {
    lines.push(`${indent}${plain(overlayText(clause.overlay, clause.verdict))}`);
  }
  if (clause.verdict === 'pass') lines.push(...passLines(rules).map((line) => `${indent}${paint('dim', line)}`));
  if (clause.verdict === 'fail') {
    lines.push(
      ...rules
        .filter((rule) => rule.verdict === 'fail')
        .map((rule) => `${indent}${rule.id}: ${plain(rule.findings[0]?.message ?? rule.statement)}`),
    );
  }
  if (clause.verdict === 'not-verified' && clause.overlay === undefined) {
    lines.push(`${indent}${clause.reason ?? 'not verified'}: ${plain(clause.next ?? '')}`);
  }
  if (clause.verdict === 'harness-error') lines.push(`${indent}${plain(clause.because ?? '')}`);
  return lines;
};

const quietLine = (paint: Paint, verdict: Shown, clauses: readonly ClauseRow[], why: string): readonly string[] =>
  clauses.length === 0
    ? []
    : [`    ${label(paint, verdict)}  ${paint('dim', `${clauses.map(clauseName).join(', ')}: ${why}`)}`];

const sectionLines = (paint: Paint, report: Report, section: ReportSection): readonly string[] => {
  const quiet = section.clauses.filter(isQuiet);
  const open = quiet.filter(({ verdict }) => verdict === 'not-verified');
  const byPeople = open.filter(({ reason }) => reason !== 'disabled');
  const disabled = open.filter(({ reason }) => reason === 'disabled');
  const noneApplies = quiet.filter(({ verdict }) => verdict === 'not-applicable');
  const reasons = [...new Set(noneApplies.map(({ because }) => because ?? 'does not apply'))].map(plain);
  return [
    '',
    `  ${paint('bold', `${section.ref} ${section.title}`.trim())}`,
    ...section.clauses.filter((clause) => !isQuiet(clause)).flatMap((clause) => clauseLines(paint, report, clause)),
    ...quietLine(paint, 'not-verified', disabled, 'not looked at by this run'),
    ...quietLine(paint, 'not-verified', byPeople, 'for people to attest'),
    ...quietLine(paint, 'not-applicable', noneApplies, reasons.join('; ')),
  ];
};

const confirmation = {
  'fresh-process': 'confirmed in a fresh process',
  history: 'depends on the cases that ran before it',
  'not-confirmed': 'not confirmed in a fresh process',
} as const;

const counterexampleLines = (rule: RuleRow, example: Counterexample): readonly string[] => {
  const evidence = rule.findings[0]?.evidence ?? [];
  const marked = evidence.filter((from) => from.case === example.case).flatMap(({ seqs }) => seqs);
  return [
    `    smallest counterexample found, ${confirmation[example.confirmed]} (${example.shrinks} plans tried):`,
    ...example.steps.map((step, index) => `      ${index + 1}. ${plain(step)}`),
    ...(example.prefix === undefined ? [] : [`      after: ${example.prefix.map(plain).join(', ')}`]),
    '    what happened:',
    ...timelineText(timeline(example.events, marked)).map((line) => `      ${line}`),
    `    again: ${plain(example.replay)}`,
  ];
};

const failureLines = (paint: Paint, report: Report, rule: RuleRow): readonly string[] => {
  const weight = weightOf(report, rule.id);
  const clauses = clausesOf(report, rule.id).map((clause) => `${clauseName(clause)} ${clause.level.toUpperCase()}`);
  const [first] = rule.findings;
  const style = weight === 'must' ? labels.fail[1] : labels.warn[1];
  const mark = weight === 'must' ? '✗' : '!';
  return [
    '',
    `  ${paint(style, `${mark} ${rule.id}`)}  ${clauses.length === 0 ? 'advice: no clause asks for it' : clauses.join(', ')}`,
    `    asked:    ${plain(rule.statement)}`,
    ...(first === undefined
      ? []
      : [
          `    found:    ${paint('bold', plain(first.message))}`,
          `    expected: ${plain(first.expected)}`,
          `    observed: ${plain(first.observed)}`,
        ]),
    `    broken in ${rule.brokenInAll} of ${rule.exercised}; ${rule.card.fix === '' ? '' : `to repair: ${plain(rule.card.fix)}`}`,
    ...(rule.counterexample === undefined ? [] : counterexampleLines(rule, rule.counterexample)),
  ];
};

const tallyLine = (counts: { readonly [name: string]: number }): string =>
  Object.entries(counts)
    .map(([name, times]) => `${plain(name)} (${times})`)
    .join(', ');

const surfaceLines = (report: Report): readonly string[] => {
  const { unclaimed, complaints, unstruck, harnessErrors } = report.surface;
  const lines = [
    Object.keys(unclaimed).length === 0
      ? ''
      : `  calls to hosts that no provider claims, refused: ${tallyLine(unclaimed)}`,
    ...Object.entries(complaints).map(
      ([complaint, times]) => `  refused by the provider's validation (${times}): ${plain(complaint)}`,
    ),
    Object.keys(unstruck).length === 0 ? '' : `  faults planned that never struck: ${tallyLine(unstruck)}`,
    ...harnessErrors.map((error) => `  the harness could not carry out: ${plain(error)}`),
  ].filter((line) => line !== '');
  return lines.length === 0 ? [] : ['', ...lines];
};

const signedLines = (report: Report): readonly string[] => {
  const problems = report.overlays?.problems ?? [];
  return problems.length === 0 ? [] : ['', ...problems.map((entry) => `  ${plain(entryText(entry))}`)];
};

const decision = (paint: Paint, report: Report): string => {
  const { gate } = report;
  const word = gate.met
    ? paint(['bold', 'green'], 'PASS')
    : gate.exitCode === 3
      ? paint(['bold', 'yellow'], 'INCONCLUSIVE')
      : paint(['bold', 'red'], 'FAIL');
  return `${word}  gate ${gate.level}, exit ${gate.exitCode}: ${plain(gate.because)}`;
};

const render = (paint: Paint, report: Report): string => {
  const { integration, run, standard, tool } = report;
  const failures = brokenRules(report).flatMap((rule) => failureLines(paint, report, rule));
  const lines = [
    paint(
      'bold',
      `${tool.name} ${tool.version} · ${plain(integration.service)} (${integration.type}) · ${plain(integration.contract)}`,
    ),
    `${standard.id} ${standard.title} · seed ${run.seed} · ${run.cases} cases · ${conditionsOf(report)} · ${formatMs(Math.round(run.durationMs))}`,
    ...(run.void === undefined ? [] : ['', `VOID: ${plain(run.void)}`]),
    ...sections(report).flatMap((section) => sectionLines(paint, report, section)),
    ...(failures.length === 0 ? [] : ['', paint('bold', 'What does not hold'), ...failures]),
    ...surfaceLines(report),
    ...signedLines(report),
    '',
    countsText(report, 'must'),
    countsText(report, 'should'),
    decision(paint, report),
  ];
  return `${lines.join('\n')}\n`;
};

/** `color`: with ANSI styles of our own. */
export const terminalFormat = ({ color }: { readonly color: boolean }): Format => {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  return { id: 'terminal', file: 'report.txt', render: (report) => render(paint, report) };
};

export const terminal: Format = terminalFormat({ color: false });
