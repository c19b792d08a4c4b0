import { describe, expect, test } from 'vitest';
import type { OverlayEntry } from '../../harness/model/attestation.ts';
import type { ClauseRow, Overlays, Report, RuleRow } from '../../harness/model/report.ts';
import { testReport } from '../test-report.ts';
import { changesSince } from './changes.ts';
import { incidentReview } from './incident.ts';
import { readIncidentLog } from './incident-log.ts';
import { reviewMarkdown } from './markdown.ts';
import { newIntegrationReview } from './new-integration.ts';
import { quarterlyReview } from './quarterly.ts';
import type { Review } from './review.ts';

const [anyClause] = testReport.clauses;
const [anyRule] = testReport.rules;
if (anyClause === undefined || anyRule === undefined) throw new Error('the report of the tests is empty');
const base: ClauseRow = { ...anyClause, rules: [] };
const clause = (ref: string, line: number, more: Partial<ClauseRow> = {}): ClauseRow => ({
  ...base,
  ref,
  line,
  text: `Clause ${ref}.${line}.`,
  verdict: 'pass',
  ...more,
});
const rule = (id: string, verdict: RuleRow['verdict'], more: Partial<RuleRow> = {}): RuleRow => {
  const { counterexample: _counterexample, ...plainRule } = anyRule;
  return { ...plainRule, id, verdict, findings: [], ...more };
};
const questions = (ref: string, count: number): readonly ClauseRow[] =>
  Array.from({ length: count }, (_, index) =>
    clause(ref, index + 1, { verdict: 'not-applicable', methods: ['attestation'] }),
  );
const signed = (name: string): OverlayEntry => ({
  ...{ kind: 'attested', clause: name, by: 'ana', date: '2026-11-01', until: '2027-02-01', note: '' },
  ...{ evidence: ['https://wiki.example/q4'], state: 'in-force', file: 'gauntlet.attestations.yaml', line: 3 },
});
const overlays = (more: Partial<Overlays>): { readonly overlays: Overlays } => ({
  overlays: { today: '2026-11-23', attestations: [], waivers: [], problems: [], secrets: [], ...more },
});
const met = { level: 'must', met: true, exitCode: 0, because: 'every clause holds' } as const;
const statuses = ({ answers }: Review): readonly string[] => answers.map(({ status }) => status);

describe('a new integration', () => {
  const sources = ['3.1.1', '3.1.2'];
  const report = (first: Partial<ClauseRow>, gate: Report['gate'] = met): Report => ({
    ...testReport,
    gate,
    clauses: [clause('3.1', 1, first), clause('3.1', 2), clause('5.1', 3, { derivedFrom: sources })],
  });
  const open = { verdict: 'not-verified', reason: 'insufficient-evidence', next: 'attest it' } as const;
  const overlay = { kind: 'attested', by: 'ana', until: '2027-01-01', note: '' } as const;

  test('each point is answered from the clauses that it follows from, with what is missing', () => {
    expect(newIntegrationReview(report({})).answers).toEqual([
      { clause: '5.1.3', question: 'Clause 5.1.3.', status: 'in order', because: ['Of 2 clauses: 2 pass.'] },
    ]);
    const unsigned = newIntegrationReview(report(open));
    expect([unsigned.exitCode, statuses(unsigned)]).toEqual([3, ['open']]);
    expect(unsigned.answers[0]?.because).toEqual([
      'Of 2 clauses: 1 pass, 1 not verified.',
      '3.1.1 Clause 3.1.1. Not verified, insufficient-evidence: attest it',
    ]);
    expect(statuses(newIntegrationReview(report({ ...open, overlay })))).toEqual(['in order']);
    expect(statuses(newIntegrationReview(report({ verdict: 'fail' })))).toEqual(['not in order']);
  });

  test('an unmet gate decides, whatever the four points say', () => {
    const void_ = { level: 'must', met: false, exitCode: 2, because: 'no verdict of this run counts' } as const;
    const review = newIntegrationReview(report({}, void_));
    expect([review.exitCode, review.decision]).toEqual([2, 'everything is in order; no verdict of this run counts']);
  });

  test('a standard without that section is refused', () => {
    expect(() => newIntegrationReview(testReport)).toThrow('STD-17-01 has no section 5.1');
  });
});

describe('a quarter', () => {
  const before: Report = {
    ...testReport,
    run: { ...testReport.run, id: 'run-1', startedAt: '2026-08-20T10:00:00.000Z' },
    rules: [
      rule('a', 'pass'),
      rule('b', 'fail'),
      rule('c', 'fail'),
      rule('d', 'pass'),
      rule('e', 'not-verified', { exercised: 0 }),
    ],
  };
  const now: Report = {
    ...testReport,
    ...overlays({
      secrets: [{ name: 'OLD_KEY', rotated: '2025-01-01', days: 691, owner: 'ana' }, { name: 'NEW_KEY' }],
      attestations: [signed('5.2.3')],
      problems: [{ ...signed('3.1.2'), state: 'expired', until: '2026-09-30' }],
    }),
    clauses: [...questions('5.2', 4), clause('3.8', 1), clause('3.8', 2)],
    rules: [
      rule('a', 'fail'),
      rule('b', 'pass'),
      rule('c', 'fail'),
      rule('d', 'not-verified', { exercised: 0 }),
      rule('e', 'pass'),
    ],
  };

  test('what changed: newly broken, fixed, still broken, no longer and newly exercised', () => {
    const ids = Object.entries(changesSince(now, before)).map(([what, rules]) => [
      what,
      rules.map(({ id }: RuleRow) => id).join(),
    ]);
    expect(Object.fromEntries(ids)).toEqual({
      newlyBroken: 'a',
      fixed: 'b',
      stillBroken: 'c',
      noLongerExercised: 'd',
      nowExercised: 'e',
    });
  });

  test('secrets by their age, errors by what is broken, and the rest by what people signed', () => {
    const review = quarterlyReview(now, before);
    expect(statuses(review)).toEqual(['not in order', 'not in order', 'in order', 'in order']);
    expect(review.exitCode).toBe(1);
    const text = reviewMarkdown(review);
    expect(text).toContain('OLD\\_KEY is 691 days old, rotated last on 2025-01-01: rotate it.');
    expect(text).toContain('Nobody knows how old NEW\\_KEY is');
    expect(text).toContain('the attestation of 3.1.2 by ana ran out on 2026-09-30');
    expect(text).toContain('Broken in the baseline already: c.');
    expect(text).toContain('compared with run-1 of 2026-08-20');
  });

  test('people cannot sign away an old secret, and without a baseline the review says what it does not know', () => {
    const review = quarterlyReview(
      { ...now, ...overlays({ ...now.overlays, attestations: [signed('5.2.1')] }) },
      undefined,
    );
    expect(statuses(review)[0]).toBe('not in order');
    expect(review.decision).toContain('no baseline was given, so what changed is not known');
  });
});

describe('an incident', () => {
  const line = (second: number, more: object): string =>
    JSON.stringify({
      timestamp: `2026-11-23T10:00:${String(second).padStart(2, '0')}Z`,
      service: 'shop',
      operation: 'create_order',
      request_id: 'r1',
      ...more,
    });
  const log = readIncidentLog(
    [
      line(0, { level: 'INFO', status_code: 200 }),
      line(5, { level: 'WARN', status_code: 503, error_code: 'UNAVAILABLE', retry_attempt: 0, max_retries: 1 }),
      line(9, { level: 'ERROR', status_code: 503, error_code: 'UNAVAILABLE', retry_attempt: 1, max_retries: 1 }),
      'Error: connect ECONNREFUSED at Socket sk-live-9f8Gh2Jk4Lm6',
      line(45, { level: 'INFO', status_code: 200 }),
    ].join('\n'),
  );
  const report = (rules: readonly RuleRow[]): Report => ({
    ...testReport,
    clauses: [...questions('5.3', 5), clause('4.1', 4, { rules: ['server-error-retried'] })],
    rules,
  });

  test('the log tells what failed, when it could be known and when it was over', () => {
    const { answers } = incidentReview(report([]), { log });
    expect(answers.map(({ because }) => because[0])).toEqual([
      '2 × create_order, 503, UNAVAILABLE.',
      'From the first failure to the first line with level ERROR: 4 s, from line 2 to line 3.',
      'From the first failure to the next success of create_order: 40 s, from line 2 to line 5.',
      expect.stringMatching(/^None: no clause looks at what is shown\. Propose one/),
      'Answer it: gauntlet attest 5.3.5',
    ]);
  });

  test('the clause that would have caught it is named, with its verdict and its repair', () => {
    const { answers } = incidentReview(report([rule('server-error-retried', 'fail')]), { log });
    expect(answers[3]?.because[0]).toBe('Would have caught it, and fails in this run: 4.1.4 (server-error-retried).');
    expect(answers[4]?.because[0]).toBe('server-error-retried: send the same key again');
    const holds = incidentReview(report([rule('server-error-retried', 'pass')]), { log });
    expect(holds.answers[3]?.because.at(-2)).toMatch(/^None of them would have caught it\. Propose a clause/);
  });

  test('nothing of the free text of a log is taken, nor what may be a key in a field', () => {
    const key = 'kQ7vB2nX9tRw4mLp';
    const leaky = readIncidentLog(
      line(0, {
        level: 'ERROR',
        message: key,
        operation: key,
        error_code: key.toLowerCase() + key,
        user: key,
        level2: key,
      }),
    );
    const text = reviewMarkdown(incidentReview(report([]), { log: leaky })) + JSON.stringify(leaky);
    expect(text.toLowerCase()).not.toContain(key.slice(0, 8).toLowerCase());
    expect(reviewMarkdown(incidentReview(report([]), { log }))).not.toContain('9f8Gh2Jk');
    expect(reviewMarkdown(incidentReview(report([]), { log }))).toContain('1 lines that are no JSON were left out');
  });

  test('without a log the timeline of a stored case can be given', () => {
    const events = anyRule.counterexample?.events ?? [];
    const because = (breaks: readonly string[]) => {
      const broken = report([rule('server-error-retried', 'fail')]);
      const review = incidentReview(broken, { trace: { events, breaks } });
      expect(review.timeline?.join('\n')).toContain('connection reset');
      return review.answers.map((answer) => answer.because[0]);
    };
    expect(because([])).toEqual([
      ...Array.from({ length: 3 }, () => 'No log was given (--log <file>).'),
      expect.stringMatching(/^None: no clause looks at what is shown\. Propose one/),
      'Answer it: gauntlet attest 5.3.5',
    ]);
    expect(because(['server-error-retried'])).toMatchObject([
      expect.stringMatching(/^The case breaks server-error-retried: /),
      ...Array.from({ length: 2 }, () => 'No log was given (--log <file>).'),
      'Would have caught it, and fails in this run: 4.1.4 (server-error-retried).',
      'server-error-retried: send the same key again',
    ]);
  });
});
