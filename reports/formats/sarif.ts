/**
 * The report as SARIF 2.1.0 for GitHub code scanning: a result for each rule that is broken and not waived, at the place
 * in the contract that declares what broke it. Written with no result too, which closes what was found before.
 */
import { createHash } from 'node:crypto';
import type { Report, RuleRow } from '../../harness/model/report.ts';
import type { Format } from '../../harness/ports/format.ts';
import { countsText, tally } from '../counts.ts';
import { brokenRules, clauseName, clausesOf, evidenceText, weightOf } from '../sections.ts';
import { plain, shorten } from '../untrusted.ts';

/** GitHub shows this much of a text. */
const mostText = 1000;

/** Unescaped brackets make a link in a message. */
const message = (text: string): string => shorten(plain(text), mostText).replace(/[[\]]/g, '\\$&');

const levels = { must: 'error', should: 'warning', advice: 'note' } as const;
const problemSeverity = { must: 'error', should: 'warning', advice: 'recommendation' } as const;

/** Of those about the repository, the ones that found one. */
const isAboutSecrets = (rule: RuleRow): boolean =>
  rule.topic === 'secrets' || (rule.topic === 'inspection' && rule.id.startsWith('secret-'));

const pascal = (id: string): string =>
  id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

const helpLines = (rule: RuleRow): readonly (readonly [string, string])[] => [
  ['Asks', rule.card.asks],
  ['Tested', rule.card.tested],
  ['Fails', rule.card.fails],
  ['To repair', rule.card.fix],
  ['Source', rule.card.source],
];

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const descriptor = (report: Report, rule: RuleRow) => {
  const weight = weightOf(report, rule.id);
  const clauses = clausesOf(report, rule.id).map(clauseName);
  const help = helpLines(rule).filter(([, text]) => text !== '');
  return {
    id: rule.id,
    name: pascal(rule.id),
    shortDescription: { text: sentence(shorten(plain(rule.statement), mostText)) },
    fullDescription: {
      text: sentence(
        shorten(
          plain(
            `${rule.statement} ${clauses.length === 0 ? 'Advice: no clause asks for it' : `${report.standard.id} ${clauses.join(', ')}`}`,
          ),
          mostText,
        ),
      ),
    },
    help: {
      text: help.map(([name, text]) => `${name}: ${plain(text)}`).join('\n'),
      markdown: help.map(([name, text]) => `**${name}**: ${plain(text)}`).join('\n\n'),
    },
    defaultConfiguration: { level: levels[weight] },
    properties: {
      tags: [...(isAboutSecrets(rule) ? ['security'] : []), rule.topic, weight],
      precision: 'high',
      'problem.severity': problemSeverity[weight],
      // GitHub makes a security alert of whatever has it: only a leaked secret is one.
      ...(isAboutSecrets(rule) && { 'security-severity': weight === 'must' ? '8.0' : '5.0' }),
    },
  };
};

/** Clauses that it breaks and that nobody waived. Undefined when all of them are waived. */
const weightLeft = (report: Report, rule: RuleRow): 'must' | 'should' | 'advice' | undefined => {
  const failing = clausesOf(report, rule.id).filter((clause) => clause.derivedFrom === undefined);
  const open = failing.filter(({ overlay }) => overlay?.kind !== 'waived');
  if (failing.length > 0 && open.length === 0) return undefined;
  if (open.some(({ level }) => level === 'must')) return 'must';
  return open.length > 0 ? 'should' : 'advice';
};

/** Where the contract declares the operation that the counterexample performs, else where the contract begins. */
const lineOf = (report: Report, rule: RuleRow): number => {
  const declared = report.integration.contractLines ?? {};
  const operations = (rule.counterexample?.plan.actions ?? []).flatMap((action) =>
    action.kind === 'perform' ? [action.operation] : [],
  );
  const secrets = rule.findings.flatMap(({ facts }) => (typeof facts.secret === 'string' ? [facts.secret] : []));
  const names = isAboutSecrets(rule) ? [...secrets, ...operations, ''] : [...operations, ''];
  return names.flatMap((name) => declared[name] ?? [])[0] ?? 1;
};

/** Relative to the root of the repository, as a URI. */
const uriOf = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .replace(/^(?:[A-Za-z]:)?\/+/, '')
    .split('/')
    .filter((part) => part !== '.' && part !== '..')
    .map(encodeURIComponent)
    .join('/');

interface Place {
  readonly uri: string;
  readonly line: number;
}

/** The file and line that inspection found, if it is there today; else the contract's. */
const placeOf = (report: Report, rule: RuleRow): Place => {
  const { contract, repository } = report.integration;
  for (const { facts } of rule.findings) {
    const { file, line, commit } = facts;
    if (typeof file !== 'string' || typeof line !== 'number') continue;
    // What is missing is told at the first line of where it should be, and an old commit's file may be gone.
    const isThere = commit === undefined && (line > 1 || isAboutSecrets(rule));
    // A name that was withheld is no file's.
    if (rule.topic === 'inspection' && repository !== undefined && isThere && !file.startsWith('('))
      return { uri: uriOf(`${repository}/${file}`), line };
  }
  return { uri: uriOf(contract), line: lineOf(report, rule) };
};

const textOf = (report: Report, rule: RuleRow): string => {
  const [first] = rule.findings;
  const clauses = clausesOf(report, rule.id).map(clauseName);
  const parts = [
    first?.message ?? rule.statement,
    ...(first === undefined ? [] : [`Expected: ${first.expected}.`, `Observed: ${first.observed}.`]),
    `Broken in ${rule.brokenInAll} of ${rule.exercised}${clauses.length === 0 ? '' : ` (${report.standard.id} ${clauses.join(', ')})`}.`,
    ...(rule.counterexample === undefined ? [] : [`Again: ${rule.counterexample.replay}.`]),
  ];
  return message(parts.map((part) => part.replace(/\.\.$/, '.')).join(' '));
};

/** The same for the same rule of the same service, wherever the contract moves its lines. */
const fingerprint = (report: Report, rule: RuleRow): string =>
  `${createHash('sha256').update(`${report.integration.service} ${rule.id}`).digest('hex').slice(0, 16)}:1`;

const resultOf = (
  report: Report,
  rule: RuleRow,
  ruleIndex: number,
  weight: keyof typeof levels,
  place = placeOf(report, rule),
) => ({
  ruleId: rule.id,
  ruleIndex,
  kind: 'fail',
  level: levels[weight],
  message: { text: textOf(report, rule) },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: place.uri, uriBaseId: '%SRCROOT%' },
        region: { startLine: place.line, startColumn: 1, endLine: place.line, endColumn: 2 },
      },
    },
  ],
  partialFingerprints: { primaryLocationLineHash: fingerprint(report, rule) },
  properties: {
    clauses: clausesOf(report, rule.id).map(clauseName),
    evidence: evidenceText(rule),
  },
});

const notification = (text: string) => ({ level: 'error', message: { text: message(text) } });

export const sarif: Format = {
  id: 'sarif',
  file: 'report.sarif',
  render: (report) => {
    const rules = report.rules.map((rule) => descriptor(report, rule));
    const results = brokenRules(report).flatMap((rule) => {
      const weight = weightLeft(report, rule);
      const index = report.rules.findIndex(({ id }) => id === rule.id);
      return weight === undefined ? [] : [resultOf(report, rule, index, weight)];
    });
    const errors = [...(report.run.void === undefined ? [] : [report.run.void]), ...report.surface.harnessErrors];
    const log = {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Gauntlet',
              fullName: `Gauntlet ${report.tool.version} against ${report.standard.id}`,
              version: report.tool.version,
              semanticVersion: report.tool.version,
              rules,
            },
          },
          automationDetails: { id: `gauntlet/${report.integration.service}/` },
          invocations: [
            {
              executionSuccessful: errors.length === 0,
              startTimeUtc: report.run.startedAt,
              exitCode: report.gate.exitCode,
              toolExecutionNotifications: errors.map(notification),
            },
          ],
          originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
          columnKind: 'utf16CodeUnits',
          results,
          properties: {
            must: { ...tally(report, 'must'), text: countsText(report, 'must') },
            should: { ...tally(report, 'should'), text: countsText(report, 'should') },
          },
        },
      ],
    };
    return `${JSON.stringify(log, null, 2)}\n`;
  },
};
