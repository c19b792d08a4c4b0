/** The quarterly review of an integration in production (STD-17-01 §5.2), as the change since a baseline run. */
import type { ClauseRow, Report } from '../../harness/model/report.ts';
import { entryText } from '../overlay-text.ts';
import { brokenRules, clauseName, shown } from '../sections.ts';
import { changesSince, changeTables } from './changes.ts';
import {
  type Answer,
  dayOfReport,
  decisionOf,
  exitOf,
  questionsOf,
  type Review,
  type Status,
  signature,
  signedAnswer,
  type Table,
} from './review.ts';

const yearDays = 365;

interface Known {
  readonly status: Status;
  readonly because: readonly string[];
}

const secretHygiene = (report: Report): Known => {
  const secrets = report.overlays?.secrets ?? [];
  const old = secrets.filter(({ days }) => days !== undefined && days > yearDays);
  const unknown = secrets.filter(({ days }) => days === undefined);
  return {
    status: old.length > 0 ? 'not in order' : unknown.length > 0 || secrets.length === 0 ? 'open' : 'in order',
    because: [
      ...old.map(({ name, days, rotated }) => `${name} is ${days} days old, rotated last on ${rotated}: rotate it.`),
      ...unknown.map(
        ({ name }) => `Nobody knows how old ${name} is: enter it under \`secrets:\` in gauntlet.attestations.yaml.`,
      ),
      ...(secrets.length === 0 ? ['The contract declares no secret, and the register holds none.'] : []),
      ...(old.length + unknown.length === 0 && secrets.length > 0
        ? [`None of ${secrets.length} is older than a year.`]
        : []),
    ],
  };
};

const errorPatterns = (report: Report, baseline: Report | undefined): Known => {
  const broken = brokenRules(report);
  const recurring = baseline === undefined ? [] : changesSince(report, baseline).stillBroken.map(({ id }) => id);
  return {
    status: broken.length > 0 ? 'not in order' : 'open',
    because: [
      ...(broken.length > 0 ? [`Broken in this run: ${broken.map(({ id }) => id).join(', ')}.`] : []),
      ...(recurring.length > 0 ? [`Broken in the baseline already: ${recurring.join(', ')}.`] : []),
      'What recurs in production only its logs can tell.',
    ],
  };
};

const deadLetters = (report: Report): Known => {
  const rules = report.rules.filter(({ id }) => id.startsWith('dead-letter'));
  const broken = rules.filter(({ verdict }) => verdict === 'fail');
  return {
    status: broken.length > 0 ? 'not in order' : 'open',
    because: [
      ...rules.map((rule) =>
        rule.verdict === 'fail'
          ? `${rule.id} is broken: ${rule.findings[0]?.message ?? rule.statement}`
          : `${rule.id}: ${rule.verdict}${rule.next === undefined ? '' : `, ${rule.next}`}.`,
      ),
      'Whether the items are reviewed and resolved only people can say.',
    ],
  };
};

const documentation = (report: Report): Known => {
  const clauses = report.clauses.filter(({ ref }) => ref === '3.8');
  const of = (...verdicts: readonly string[]): string =>
    clauses
      .filter((clause) => verdicts.includes(shown(clause)))
      .map(clauseName)
      .join(', ');
  const [failed, open] = [of('fail'), of('not-verified', 'harness-error')];
  return {
    status: failed !== '' ? 'not in order' : open !== '' || clauses.length === 0 ? 'open' : 'in order',
    because: [
      ...(failed === '' ? [] : [`Fails: ${failed}.`]),
      ...(open === '' ? [] : [`Not verified: ${open}.`]),
      ...(failed === '' && open === '' && clauses.length > 0 ? ['Every clause of 3.8 holds or is attested.'] : []),
    ],
  };
};

/** People answer what is open; what was seen to be wrong they cannot sign away. */
const answer = (report: Report, clause: ClauseRow, known: Known): Answer => {
  const signed = signedAnswer(report, clause);
  return {
    clause: clauseName(clause),
    question: clause.text,
    status: known.status === 'open' && signed !== undefined ? 'in order' : known.status,
    because: [
      ...(signed === undefined ? [] : [signature(signed)]),
      ...known.because,
      ...(known.status === 'open' && signed === undefined ? [`Answer it: gauntlet attest ${clauseName(clause)}`] : []),
    ],
  };
};

const tables = (report: Report, baseline: Report | undefined): readonly Table[] => [
  ...(baseline === undefined ? [] : changeTables(report, baseline)),
  {
    title: 'Secrets',
    head: ['secret', 'rotated', 'days', 'owner'],
    rows: (report.overlays?.secrets ?? []).map(({ name, rotated, days, owner }) => [
      name,
      rotated ?? 'unknown',
      days === undefined ? 'unknown' : String(days),
      owner ?? 'unknown',
    ]),
    none: 'No secret is declared or registered.',
  },
  {
    title: 'Signed by people, to be looked at',
    head: ['entry'],
    rows: (report.overlays?.problems ?? []).map((entry) => [entryText(entry)]),
    none: 'Nothing that was signed has lapsed.',
  },
  {
    title: 'In force',
    head: ['clause', 'kind', 'by', 'until'],
    rows: [...(report.overlays?.attestations ?? []), ...(report.overlays?.waivers ?? [])]
      .filter(({ state }) => state === 'in-force')
      .toSorted((a, b) => a.until.localeCompare(b.until))
      .map(({ clause, kind, by, until }) => [clause, kind, by, until]),
    none: 'Nothing is attested or waived.',
  },
];

/** Without a baseline, what changed is not known, and the review says so. */
export const quarterlyReview = (report: Report, baseline: Report | undefined): Review => {
  const known = [secretHygiene(report), errorPatterns(report, baseline), deadLetters(report), documentation(report)];
  const open: Known = { status: 'open', because: [] };
  const answers = questionsOf(report, '5.2').map((clause) => answer(report, clause, known[clause.line - 1] ?? open));
  const since =
    baseline === undefined
      ? 'no baseline was given, so what changed is not known (--baseline <run>)'
      : `compared with ${baseline.run.id} of ${baseline.run.startedAt.slice(0, 10)}`;
  return {
    kind: 'quarterly',
    title: 'Quarterly review',
    service: report.integration.service,
    standard: report.standard.id,
    run: report.run.id,
    day: dayOfReport(report),
    answers,
    tables: tables(report, baseline),
    exitCode: exitOf(answers),
    decision: `${decisionOf(answers)}; ${since}`,
  };
};
