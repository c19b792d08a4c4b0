/** The review before an integration is deployed (STD-17-01 §5.1): each point answered from the clauses that it follows from. */
import type { ClauseRow, Report } from '../../harness/model/report.ts';
import { entryText, overlayText } from '../overlay-text.ts';
import { clauseName, shown } from '../sections.ts';
import { type Answer, dayOfReport, decisionOf, exitOf, questionsOf, type Review } from './review.ts';

const told = (clause: ClauseRow): string => {
  const name = `${clauseName(clause)} ${clause.text}`;
  switch (shown(clause)) {
    case 'fail':
    case 'warn':
      return `${name} Fails: ${clause.rules.join(', ')}.`;
    case 'harness-error':
      return `${name} Gauntlet failed: ${clause.because ?? ''}`;
    case 'not-verified':
      return `${name} Not verified, ${clause.reason ?? 'no reason is known'}: ${clause.next ?? ''}`;
    default:
      return clause.overlay === undefined ? name : `${name} ${overlayText(clause.overlay, clause.verdict)}`;
  }
};

const counted = (sources: readonly ClauseRow[]): string => {
  const kinds = [
    'pass',
    'attested',
    'waived',
    'warn',
    'fail',
    'harness-error',
    'not-verified',
    'not-applicable',
  ] as const;
  const counts = kinds.flatMap((kind) => {
    const count = sources.filter((clause) => shown(clause) === kind).length;
    return count === 0 ? [] : [`${count} ${kind.replaceAll('-', ' ')}`];
  });
  return `Of ${sources.length} clauses: ${counts.join(', ')}.`;
};

const answer = (report: Report, question: ClauseRow): Answer => {
  const ids = question.derivedFrom ?? [clauseName(question)];
  const sources = report.clauses.filter((clause) => ids.includes(clauseName(clause)));
  const bad = sources.filter((clause) => ['fail', 'harness-error'].includes(shown(clause)));
  const open = sources.filter((clause) => shown(clause) === 'not-verified');
  const covered = sources.filter((clause) => ['waived', 'warn'].includes(shown(clause)));
  return {
    clause: clauseName(question),
    question: question.text,
    status: bad.length > 0 ? 'not in order' : open.length > 0 ? 'open' : 'in order',
    because: [counted(sources), ...[...bad, ...open, ...covered].map(told)],
  };
};

/** The gate of `report` has to ask for attestations too: a new integration is deployed with nothing open. */
export const newIntegrationReview = (report: Report): Review => {
  const answers = questionsOf(report, '5.1').map((question) => answer(report, question));
  const { gate } = report;
  return {
    kind: 'new',
    title: 'New integration review',
    service: report.integration.service,
    standard: report.standard.id,
    run: report.run.id,
    day: dayOfReport(report),
    answers,
    tables: [
      {
        title: 'Signed by people, to be looked at',
        head: ['entry'],
        rows: (report.overlays?.problems ?? []).map((entry) => [entryText(entry)]),
        none: 'Nothing that was signed has lapsed.',
      },
    ],
    exitCode: gate.met ? exitOf(answers) : gate.exitCode,
    decision: `${decisionOf(answers)}${gate.met ? '' : `; ${gate.because}`}`,
  };
};
