/**
 * The review after an incident (STD-17-01 §5.3): what a log or a trace shows of its five questions, and which clause would
 * have caught it. People answer the questions; what is shown here helps them to.
 */
import type { Report, RuleRow } from '../../harness/model/report.ts';
import type { TraceEvent } from '../../harness/model/trace.ts';
import { formatMs } from '../duration.ts';
import { clauseName, clausesOf } from '../sections.ts';
import { timeline, timelineText } from '../timeline.ts';
import { type IncidentLine, type IncidentLog, isFailure, lineText } from './incident-log.ts';
import { type Answer, dayOfReport, questionsOf, type Review, signature, signedAnswer, type Table } from './review.ts';

const mostLines = 200;

/** A sign in the log, and the rules that look for what may stand behind it. */
interface Sign {
  readonly what: string;
  readonly in: (line: IncidentLine) => boolean;
  readonly rules: (rule: RuleRow) => boolean;
}

const oneOf =
  (...ids: readonly string[]) =>
  ({ id }: RuleRow): boolean =>
    ids.includes(id);
const status =
  (...codes: readonly number[]) =>
  ({ statusCode }: IncidentLine): boolean =>
    statusCode !== undefined && codes.includes(statusCode);

const signs: readonly Sign[] = [
  {
    what: 'rate limited',
    in: status(429),
    rules: ({ topic, id }) => topic === 'rate-limit' || id === 'rate-limit-retried',
  },
  {
    what: 'server errors',
    in: status(500, 502, 503, 504),
    rules: (rule) => rule.topic === 'backoff' || oneOf('server-error-retried', 'dead-letter-on-exhaustion')(rule),
  },
  {
    what: 'permanent errors',
    in: status(400, 401, 403, 404, 422),
    rules: oneOf('permanent-error-not-retried', 'retryable-matches-failure', 'permanent-failure-logged-as-error'),
  },
  {
    what: 'time-outs',
    in: ({ errorCode }) => /time(?:d)?[_-]?out|abort/i.test(errorCode ?? ''),
    rules: oneOf('timeout-retried', 'attempt-times-out', 'one-effect-per-operation', 'retry-keeps-idempotency-key'),
  },
  {
    what: 'lost connections',
    in: ({ errorCode }) => /econn|epipe|reset|socket|refused/i.test(errorCode ?? ''),
    rules: oneOf('lost-connection-retried', 'one-effect-per-operation', 'retry-keeps-idempotency-key'),
  },
  {
    what: 'exhausted retries',
    in: ({ retryAttempt, maxRetries }) =>
      retryAttempt !== undefined && maxRetries !== undefined && retryAttempt >= maxRetries,
    rules: oneOf(
      'dead-letter-on-exhaustion',
      'dead-letter-alerts',
      'dead-letter-logged-as-error',
      'retries-within-declared',
    ),
  },
  {
    what: 'duplicates refused',
    in: status(409),
    rules: oneOf('replay-conflict-is-success', 'operations-have-distinct-keys', 'one-effect-per-operation'),
  },
  {
    what: 'lines that lack mandatory fields',
    in: (line) => isFailure(line) && line.missing.length > 0,
    rules: ({ topic }) => topic === 'log-fields',
  },
];

const groups = (failures: readonly IncidentLine[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { operation, statusCode, errorCode } of failures) {
    const what = [operation ?? 'an operation without a name', statusCode ?? 'no status', errorCode ?? 'no error code'];
    counts.set(what.join(', '), (counts.get(what.join(', ')) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([what, count]) => `${count} × ${what}.`);
};

const between = (from: IncidentLine, to: IncidentLine): string =>
  from.at === undefined || to.at === undefined
    ? `from line ${from.line} to line ${to.line}; the lines carry no time`
    : `${formatMs(Date.parse(to.at) - Date.parse(from.at))}, from line ${from.line} to line ${to.line}`;

const detection = (log: IncidentLog): readonly string[] => {
  const first = log.lines.find(isFailure);
  const error = log.lines.find(({ level }) => level === 'ERROR');
  if (first === undefined) return ['The log shows no failure.'];
  return [
    error === undefined
      ? `The first failure stands in line ${first.line}, and no line has level ERROR: nothing could have raised an alert.`
      : `From the first failure to the first line with level ERROR: ${between(first, error)}.`,
    'When people knew, only people can say.',
  ];
};

const recovery = (log: IncidentLog): readonly string[] => {
  const first = log.lines.find(isFailure);
  const lastIndex = log.lines.findLastIndex(isFailure);
  const last = log.lines[lastIndex];
  if (first === undefined || last === undefined) return ['The log shows no failure.'];
  const after = log.lines.slice(lastIndex + 1).find((line) => line.operation === last.operation);
  return [
    after === undefined
      ? `The log ends before ${last.operation ?? 'the operation'} succeeded again: its last failure stands in line ${last.line}.`
      : `From the first failure to the next success of ${last.operation ?? 'the operation'}: ${between(first, after)}.`,
  ];
};

interface Caught {
  readonly sign: string;
  readonly rule: RuleRow;
}

const caughtBy = (report: Report, log: IncidentLog): readonly Caught[] =>
  signs
    .filter((sign) => log.lines.some(sign.in))
    .flatMap((sign) => report.rules.filter(sign.rules).map((rule) => ({ sign: sign.what, rule })));

const clausesText = (report: Report, rule: RuleRow): string =>
  clausesOf(report, rule.id).map(clauseName).join(', ') || 'advice';

const gap = (report: Report, caught: readonly Caught[]): readonly string[] => {
  const named = (rows: readonly Caught[]): string =>
    [...new Set(rows.map(({ rule }) => `${clausesText(report, rule)} (${rule.id})`))].join('; ');
  const of = (verdict: RuleRow['verdict']) => caught.filter(({ rule }) => rule.verdict === verdict);
  if (caught.length === 0)
    return [
      'None: no clause looks at what is shown. Propose one: what should hold, how it is tested, and what breaks it.',
    ];
  return [
    ...(of('fail').length > 0 ? [`Would have caught it, and fails in this run: ${named(of('fail'))}.`] : []),
    ...(of('not-verified').length > 0
      ? [`Looks at it, and was not put to the test in this run: ${named(of('not-verified'))}.`]
      : []),
    ...(of('pass').length > 0 ? [`Looks at it, and holds in this run: ${named(of('pass'))}.`] : []),
    ...(of('fail').length + of('not-verified').length === 0
      ? ['None of them would have caught it. Propose a clause: what should hold, how it is tested, and what breaks it.']
      : []),
  ];
};

const improvements = (caught: readonly Caught[]): readonly string[] => [
  ...new Set(
    caught.flatMap(({ rule }) => {
      if (rule.verdict === 'fail') return [`${rule.id}: ${rule.card.fix}`];
      return rule.verdict === 'not-verified' && rule.next !== undefined ? [`${rule.id}: ${rule.next}`] : [];
    }),
  ),
];

const caughtTable = (report: Report, caught: readonly Caught[]): Table => ({
  title: 'Rules that look at what the log or the case shows',
  head: ['sign', 'rule', 'clauses', 'verdict in this run'],
  rows: caught.map(({ sign, rule }) => [sign, rule.id, clausesText(report, rule), rule.verdict]),
  none: 'None.',
});

export interface IncidentEvidence {
  readonly log?: IncidentLog;
  /** A stored case, with the ids of the rules that it breaks. */
  readonly trace?: { readonly events: readonly TraceEvent[]; readonly breaks: readonly string[] };
}

const shownLines = ({ log, trace }: IncidentEvidence): readonly string[] => {
  const lines = [
    ...(log?.lines ?? []).map(lineText),
    ...(trace === undefined ? [] : timelineText(timeline(trace.events))),
  ];
  const over = lines.length - mostLines;
  return [
    ...lines.slice(0, mostLines),
    ...(over > 0 ? [`... ${over} more lines`] : []),
    ...(log !== undefined && log.unread > 0 ? [`... ${log.unread} lines that are no JSON were left out`] : []),
  ];
};

/** Its exit code is 0: it is a document to be filled in, not a gate. */
export const incidentReview = (report: Report, evidence: IncidentEvidence): Review => {
  const log: IncidentLog = evidence.log ?? { lines: [], unread: 0 };
  const inTrace = report.rules.filter(({ id }) => evidence.trace?.breaks.includes(id));
  const caught = [...caughtBy(report, log), ...inTrace.map((rule) => ({ sign: 'broken by the case', rule }))];
  const failed = inTrace.map(
    ({ id, findings, statement }) => `The case breaks ${id}: ${findings[0]?.message ?? statement}`,
  );
  const noLog = evidence.log === undefined ? ['No log was given (--log <file>).'] : undefined;
  const failures = groups(log.lines.filter(isFailure));
  const shows: readonly (readonly string[])[] = [
    [
      ...failed,
      ...(failures.length > 0 ? failures : failed.length > 0 ? [] : (noLog ?? ['The log shows no failure.'])),
    ],
    noLog ?? detection(log),
    noLog ?? recovery(log),
    evidence.trace === undefined ? (noLog ?? gap(report, caught)) : gap(report, caught),
    improvements(caught),
  ];
  const answers = questionsOf(report, '5.3').map((clause): Answer => {
    const signed = signedAnswer(report, clause);
    return {
      clause: clauseName(clause),
      question: clause.text,
      status: signed === undefined ? 'open' : 'in order',
      because: [
        ...(signed === undefined ? [] : [signature(signed)]),
        ...(shows[clause.line - 1] ?? []),
        ...(signed === undefined ? [`Answer it: gauntlet attest ${clauseName(clause)}`] : []),
      ],
    };
  });
  return {
    kind: 'incident',
    title: 'Post-incident review',
    service: report.integration.service,
    standard: report.standard.id,
    run: report.run.id,
    day: dayOfReport(report),
    answers,
    tables: [caughtTable(report, caught)],
    timeline: shownLines(evidence),
    exitCode: 0,
    decision: 'people answer the five questions',
  };
};
