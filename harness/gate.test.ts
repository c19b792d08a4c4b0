import { describe, expect, test } from 'vitest';
import { clauseRows, type GateOptions, gate, summary, voided, worstExitCode } from './gate.ts';
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { ClauseRow, RuleRow } from './model/report.ts';
import type { Clause, Standard } from './model/standard.ts';

const facts: IntegrationFacts = {
  service: 'shop',
  type: 'output-only',
  providers: [],
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {},
  secrets: [],
  probes: [],
  secretCarriers: [],
};

const rule = (id: string, verdict: RuleRow['verdict'], more: Partial<RuleRow> = {}): RuleRow => ({
  id,
  statement: `${id} holds.`,
  topic: 'retry',
  card: { asks: '', tested: '', fails: '', fix: '', source: '' },
  advice: false,
  verdict,
  exercised: verdict === 'pass' ? 4 : 0,
  cases: 4,
  struck: {},
  findings: [],
  brokenInAll: 0,
  ...more,
});
const unexercised = (id: string) =>
  rule(id, 'not-verified', { reason: 'not-exercised', next: `declare an operation for ${id}` });

const clause = (line: number, decidedBy: Clause['decidedBy'], more: Partial<Clause> = {}): Clause => ({
  ref: '3.4',
  line,
  level: 'must',
  text: `Line ${line}.`,
  methods: ['behaviour'],
  decidedBy,
  ...more,
});
const standard = (...clauses: readonly Clause[]): Standard => ({ id: 'STD', title: 'A standard', clauses });

const rowOf = (only: Clause, ...rules: readonly RuleRow[]): ClauseRow => {
  const row = clauseRows(standard(only), rules, facts)[0];
  if (row === undefined) throw new Error('no row');
  return row;
};
const exit = (clauses: readonly Clause[], rules: readonly RuleRow[], options: Partial<GateOptions> = {}) =>
  gate(clauseRows(standard(...clauses), rules, facts), rules, { level: 'must', ...options }).exitCode;

const all = (...rules: readonly string[]) => ({ all: rules });
const any = (...rules: readonly string[]) => ({ any: rules });

describe('a clause that every one of its rules decides', () => {
  test.each([
    ['a failure outweighs all', ['pass', 'harness-error', 'fail'], 'fail'],
    ['a rule that the harness could not judge is no pass', ['pass', 'harness-error'], 'harness-error'],
    ['one rule not put to the test leaves it open', ['pass', 'not-verified'], 'not-verified'],
    ['a rule that does not apply asks nothing', ['pass', 'not-applicable'], 'pass'],
    ['it does not apply when no rule does', ['not-applicable', 'not-applicable'], 'not-applicable'],
  ] as const)('%s', (_name, verdicts, expected) => {
    const rules = verdicts.map((verdict, index) => rule(`r${index}`, verdict));
    expect(rowOf(clause(1, all(...rules.map(({ id }) => id))), ...rules).verdict).toBe(expected);
  });

  test.each([
    ['not-verified', 'pass'],
    ['pass', 'pass'],
    ['fail', 'fail'],
    ['harness-error', 'harness-error'],
  ] as const)('a rule that only refutes it and is %s leaves it %s', (refuting, expected) => {
    const rules = [rule('shows', 'pass'), rule('refutes', refuting)];
    expect(rowOf(clause(1, all('shows', 'refutes'), { refutedBy: ['refutes'] }), ...rules).verdict).toBe(expected);
  });

  test('holding as far as it only can be refuted does not make it hold', () => {
    const rules = [unexercised('shows'), rule('refutes', 'pass')];
    const open = rowOf(clause(1, all('shows', 'refutes'), { refutedBy: ['refutes'] }), ...rules);
    expect(open.verdict).toBe('not-verified');
  });

  test('says what to do about the rule that was not put to the test', () => {
    expect(rowOf(clause(1, all('a', 'b')), rule('a', 'pass'), unexercised('b'))).toMatchObject({
      verdict: 'not-verified',
      reason: 'not-exercised',
      next: 'declare an operation for b',
      exercised: 4,
    });
  });

  test('is not verified when one of its rules was left out of the run', () => {
    expect(rowOf(clause(1, all('a', 'b')), rule('a', 'pass'))).toMatchObject({
      verdict: 'not-verified',
      reason: 'disabled',
    });
  });
});

describe('a clause that any one of its rules decides', () => {
  test('holds when one way holds', () => {
    expect(rowOf(clause(1, any('a', 'b')), rule('a', 'fail'), rule('b', 'pass')).verdict).toBe('pass');
  });
  test('is open while one way was not put to the test', () => {
    expect(rowOf(clause(1, any('a', 'b')), rule('a', 'fail'), unexercised('b')).verdict).toBe('not-verified');
  });
  test('fails when every way was seen not to hold', () => {
    expect(rowOf(clause(1, any('a', 'b')), rule('a', 'fail'), rule('b', 'fail')).verdict).toBe('fail');
  });
  test('is left to people when they could attest another way', () => {
    const attestable = clause(1, any('a'), { methods: ['behaviour', 'attestation'] });
    expect(rowOf(attestable, rule('a', 'fail'))).toMatchObject({
      verdict: 'not-verified',
      reason: 'insufficient-evidence',
    });
  });
});

describe('clauses that a run cannot prove', () => {
  const refuteOnly = clause(1, all('a'), { refuteOnly: true, methods: ['behaviour', 'attestation'] });

  test('one that a machine can only refute never passes', () => {
    expect(rowOf(refuteOnly, rule('a', 'pass'))).toMatchObject({
      verdict: 'not-verified',
      reason: 'insufficient-evidence',
    });
    expect(rowOf(refuteOnly, rule('a', 'fail')).verdict).toBe('fail');
  });
  test('one for which no rule exists is not verified, and does not make a run inconclusive', () => {
    const inspected = clause(1, all(), { methods: ['inspection'] });
    expect(rowOf(inspected)).toMatchObject({ verdict: 'not-verified', reason: 'disabled' });
    expect(exit([inspected, clause(2, all('a'))], [rule('a', 'pass')])).toBe(0);
  });
  test('one that asks nothing of this type of integration does not apply', () => {
    const webhook = clause(1, all(), { onlyFor: ['bidirectional', 'input-only'] });
    expect(rowOf(webhook)).toMatchObject({
      verdict: 'not-applicable',
      because: expect.stringContaining('output-only'),
    });
  });
  test('a question of a review does not apply to a run', () => {
    expect(rowOf(clause(1, all(), { notInRun: 'asked each quarter' })).verdict).toBe('not-applicable');
  });
  test('one that derives from others is as bad as the worst of them', () => {
    const derived = clause(3, all(), { derivedFrom: ['3.4.1', '3.4.2'] });
    const rows = clauseRows(
      standard(clause(1, all('a')), clause(2, all('b')), derived),
      [rule('a', 'pass'), rule('b', 'fail')],
      facts,
    );
    expect(rows[2]).toMatchObject({ verdict: 'fail', exercised: 4 });
  });
  test('one that derives from others counts each answer of a rule once', () => {
    const derived = clause(3, all(), { derivedFrom: ['3.4.1', '3.4.2'] });
    const rows = clauseRows(standard(clause(1, all('a')), clause(2, all('a')), derived), [rule('a', 'pass')], facts);
    expect(rows.map(({ exercised }) => exercised)).toEqual([4, 4, 4]);
  });
});

describe('the gate', () => {
  const two = [clause(1, all('a')), clause(2, all('b'))];

  test('is met when everything that could be verified holds', () => {
    expect(exit(two, [rule('a', 'pass'), rule('b', 'pass')])).toBe(0);
  });
  test('fails on a failed MUST, and a failed SHOULD is a warning unless asked for', () => {
    expect(exit(two, [rule('a', 'pass'), rule('b', 'fail')])).toBe(1);
    const should = [clause(1, all('a')), clause(2, all('b'), { level: 'should' })];
    expect(exit(should, [rule('a', 'pass'), rule('b', 'fail')])).toBe(0);
    expect(exit(should, [rule('a', 'pass'), rule('b', 'fail')], { level: 'should' })).toBe(1);
    expect(exit(two, [rule('a', 'pass'), rule('b', 'fail')], { level: 'none' })).toBe(0);
  });
  test('tells as many failures and passes as the summary counts, those that follow from others among them', () => {
    const derived = clause(3, all(), { derivedFrom: ['3.4.1', '3.4.2'] });
    const told = (...rules: readonly RuleRow[]) => {
      const rows = clauseRows(standard(derived, ...two), rules, facts);
      const { fail, pass } = summary(rows).must;
      return [gate(rows, rules, { level: 'must' }).because, fail, pass];
    };
    expect(told(rule('a', 'pass'), rule('b', 'fail'))).toEqual([
      '2 clauses fail: 3.4.2; 3.4.3 follows from others',
      2,
      1,
    ]);
    expect(told(rule('a', 'pass'), rule('b', 'pass'))).toEqual([
      'every clause that this run could verify holds (3)',
      0,
      3,
    ]);
  });
  test('never fails on a rule that no clause names', () => {
    expect(exit(two, [rule('a', 'pass'), rule('b', 'pass'), rule('c', 'fail', { advice: true })])).toBe(0);
  });
  test('is inconclusive when behaviour should have decided and did not', () => {
    expect(exit(two, [rule('a', 'pass'), unexercised('b')])).toBe(3);
  });
  test('is inconclusive when nothing at all was put to the test', () => {
    expect(exit([clause(1, all('a'))], [])).toBe(3);
    expect(exit([clause(1, all('a'), { level: 'should' })], [unexercised('a')])).toBe(3);
  });
  test('is inconclusive when the run was ended half-way, and still fails on what it saw', () => {
    const unfinished = 'ended after 3 of 96 cases';
    expect(exit(two, [rule('a', 'pass'), rule('b', 'pass')], { unfinished })).toBe(3);
    expect(exit(two, [rule('a', 'pass'), rule('b', 'fail')], { unfinished })).toBe(1);
  });
  test('leaves what only people can say to --require-attestations', () => {
    const attested = clause(3, all(), { methods: ['attestation'] });
    const rules = [rule('a', 'pass'), rule('b', 'pass')];
    expect(exit([...two, attested], rules)).toBe(0);
    expect(exit([...two, attested], rules, { requireAttestations: true })).toBe(3);
  });
  test('takes the most serious of several: harness, void, failure, inconclusive', () => {
    const rules = [rule('a', 'fail'), unexercised('b')];
    expect(exit(two, rules)).toBe(1);
    expect(exit(two, rules, { void: 'never reached linear' })).toBe(2);
    expect(exit(two, rules, { void: 'never reached linear', harnessErrors: ['case 1'] })).toBe(4);
    expect(exit(two, [rule('a', 'fail'), rule('b', 'harness-error')])).toBe(4);
    expect(worstExitCode([0, 3, 1])).toBe(1);
    expect(worstExitCode([1, 2, 0])).toBe(2);
    expect(worstExitCode([])).toBe(0);
  });
  test('lets a waived failure through, and refuses a waiver of what passes by now', () => {
    const overlay = { kind: 'waived', by: 'ana', until: '2027-01-01', note: 'known' } as const;
    const waive = (rows: readonly ClauseRow[]) => rows.map((row) => (row.line === 2 ? { ...row, overlay } : row));
    const failing = [rule('a', 'pass'), rule('b', 'fail')];
    const passing = [rule('a', 'pass'), rule('b', 'pass')];
    const rows = (rules: readonly RuleRow[]) => waive(clauseRows(standard(...two), rules, facts));
    expect(gate(rows(failing), failing, { level: 'must' }).exitCode).toBe(0);
    expect(gate(rows(passing), passing, { level: 'must' })).toMatchObject({
      exitCode: 1,
      because: expect.stringContaining('stale'),
    });
    expect(gate(rows(passing), passing, { level: 'must', allowStaleWaivers: true }).exitCode).toBe(0);
  });
});

test('a void run keeps no verdict, good or bad', () => {
  const rules = voided([rule('a', 'pass'), rule('b', 'fail', { brokenInAll: 3 })], 'set LINEAR_API_URL');
  expect(rules.map(({ verdict, next, brokenInAll }) => ({ verdict, next, brokenInAll }))).toEqual([
    { verdict: 'not-verified', next: 'set LINEAR_API_URL', brokenInAll: 0 },
    { verdict: 'not-verified', next: 'set LINEAR_API_URL', brokenInAll: 0 },
  ]);
});

test('the summary counts each clause once, by level', () => {
  const rows = clauseRows(
    standard(clause(1, all('a')), clause(2, all('b')), clause(3, all('b'), { level: 'should' })),
    [rule('a', 'pass'), rule('b', 'fail')],
    facts,
  );
  expect(summary(rows)).toEqual({
    must: { pass: 1, fail: 1, 'not-verified': 0, 'not-applicable': 0, 'harness-error': 0 },
    should: { pass: 0, fail: 1, 'not-verified': 0, 'not-applicable': 0, 'harness-error': 0 },
  });
});
