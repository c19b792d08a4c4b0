/** A report of 20,000 cases in which everything went wrong that can, with as much to say about it as there may be. */
import type { ClauseRow, Report, RuleRow } from '../../harness/model/report.ts';
import type { TraceEvent } from '../../harness/model/trace.ts';
import { testReport } from '../test-report.ts';

const cases = 20_000;
const rules = 110;
const eventsOfACase = 3000;

const numbered = (count: number, name: string): { readonly [name: string]: number } =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}-${index} ${'x'.repeat(300)}`, index + 1]));

export const largeReport = (): Report => {
  const [rule, ...others] = testReport.rules;
  const [clause] = testReport.clauses;
  const example = rule?.counterexample;
  const request = example?.events.find(({ type }) => type === 'request');
  if (rule === undefined || clause === undefined || example === undefined || request === undefined)
    throw new Error('the test report has lost its counterexample');
  const events = Array.from(
    { length: eventsOfACase },
    (_, seq): TraceEvent =>
      seq % 3 === 0 && request.type === 'request'
        ? { ...request, seq, at: seq * 10, request: seq, body: 'y'.repeat(4000) }
        : { seq, at: seq * 10, type: 'log', action: 0, stream: 'stdout', text: 'z'.repeat(2000), sightings: [] },
  );
  const evidence = [{ case: example.case, seqs: events.map(({ seq }) => seq).filter((seq) => seq > 1000) }];
  const findings = Array.from({ length: 20 }, (_, index) => ({
    ...{ held: false, evidence, facts: {} },
    ...{ message: `m${index} ${'w'.repeat(200)}`, expected: 'e'.repeat(200), observed: 'o'.repeat(200) },
  }));
  const broken = Array.from(
    { length: rules },
    (_, index): RuleRow => ({
      ...rule,
      id: `rule-${index}`,
      topic: 'backoff',
      findings,
      brokenInAll: cases,
      exercised: cases,
      cases,
      counterexample: { ...example, events },
    }),
  );
  const clauses = Array.from(
    { length: 117 },
    (_, index): ClauseRow => ({
      ...clause,
      ref: `${1 + Math.floor(index / 20)}.${1 + (Math.floor(index / 5) % 4)}`,
      line: 1 + (index % 5),
      rules: broken.slice(index % 100, (index % 100) + 5).map(({ id }) => id),
    }),
  );
  const delaysMs = Array.from({ length: 200 }, (_, index) => index * 5);
  return {
    ...testReport,
    run: { ...testReport.run, cases },
    clauses,
    rules: [...broken, ...others],
    backoff: Array.from({ length: 10 }, (_, retry) => ({ retry, boundMs: 1000, delaysMs, of: cases })),
    surface: {
      unclaimed: numbered(5000, 'host'),
      complaints: numbered(cases, 'complaint'),
      unstruck: numbered(100, 'fault'),
      harnessErrors: Array.from({ length: cases }, (_, index) => `case ${index}: ${'v'.repeat(500)}`),
      envRead: Array.from({ length: 5000 }, (_, index) => `VARIABLE_${index}`),
    },
  };
};
