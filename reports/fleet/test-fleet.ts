/** A fleet with one of everything, whose members have pages of their own: `page0.html` and so on. */
import type { ClauseRow, Report } from '../../harness/model/report.ts';
import { testReport } from '../test-report.ts';
import { type Fleet, fleetOf } from './fleet.ts';

export const hostile = '</td></style><script>alert(1)</script><img src=x onerror=alert(1)>|`@team#1';

const gates = {
  met: { level: 'must', met: true, exitCode: 0, because: 'every clause that this run could verify holds (4)' },
  open: { level: 'must', met: false, exitCode: 3, because: '1 clause could not be verified: 3.4.4' },
  broken: { level: 'must', met: false, exitCode: 4, because: 'the harness failed while judging a-rule' },
} as const satisfies { readonly [name: string]: Report['gate'] };

const member = (service: string, more: Partial<Report> = {}): Report => ({
  ...testReport,
  ...more,
  integration: { ...testReport.integration, service, commit: 'c0ffee'.repeat(7).slice(0, 40) },
});

const passing = (clause: ClauseRow): ClauseRow => ({ ...clause, verdict: 'pass' });

export const reports: readonly Report[] = [
  member('holds', { gate: gates.met, clauses: testReport.clauses.map(passing) }),
  member('open', { gate: gates.open }),
  member(hostile),
  member('void', { gate: { ...testReport.gate, exitCode: 2 }, run: { ...testReport.run, void: 'it never called' } }),
  member('harness', { gate: gates.broken }),
];

/** The last one has no page. */
export const testFleet = (): Fleet =>
  fleetOf(
    reports.map((report, index) => (index === reports.length - 1 ? { report } : { report, page: `page${index}.html` })),
  );

const clauseCount = 117;

/** Thirty integrations by as many clauses as STD-17-01 has. */
export const largeFleet = (): Fleet => {
  const clauses = Array.from({ length: clauseCount }, (_, index): ClauseRow => {
    const like = testReport.clauses[index % testReport.clauses.length];
    if (like === undefined) throw new Error('the test report has lost its clauses');
    const text = `${like.text} ${'A line of a standard says what it asks for in so many words. '.repeat(3)}`;
    return {
      ...like,
      text,
      ref: `${1 + Math.floor(index / 20)}.${1 + (Math.floor(index / 5) % 4)}`,
      line: 1 + (index % 5),
    };
  });
  return fleetOf(
    Array.from({ length: 30 }, (_, index) => ({
      report: member(`an-integration-with-a-long-name-${index}`, { clauses }),
      page: `../2026-11-27T20-00-00-abcd/an-integration-with-a-long-name-${index}/report.html`,
    })),
  );
};
