import { expect, test } from 'vitest';
import { complaints, matrix } from './matrix.ts';
import { isExact, judge, type Tried } from './verdicts.ts';

const tried = (changes: Partial<Tried>): Tried => ({
  name: 'retry-after-honoured',
  compliant: false,
  declared: ['retry-after-honoured'],
  leftOpen: [],
  leaks: [],
  rules: { 'retry-after-honoured': 'fail', 'log-service': 'pass' },
  cases: 10,
  tookMs: 1,
  ...changes,
});

test('a mutant that breaks exactly what it declares is as it should be', () => {
  expect(isExact(tried({}))).toBe(true);
  expect(complaints(tried({}))).toEqual([]);
});

test('a mutant that its own rule does not catch is told, also when another rule fails', () => {
  const escaped = tried({ rules: { 'retry-after-honoured': 'pass', 'log-service': 'fail' } });
  expect(judge(escaped)).toMatchObject({
    caught: false,
    undeclared: ['log-service'],
    missing: ['retry-after-honoured'],
  });
  expect(complaints(escaped)).toEqual([
    'retry-after-honoured: breaks, but does not declare: log-service',
    'retry-after-honoured: declares to break retry-after-honoured, which is pass',
  ]);
});

test('a rule that was not put to the test has not caught its mutant', () => {
  expect(judge(tried({ rules: { 'retry-after-honoured': 'not-verified' } })).caught).toBe(false);
});

test('any broken rule of a compliant integration is a false alarm', () => {
  const blamed = tried({ name: 'rest', compliant: true, declared: [], rules: { 'log-service': 'fail' } });
  expect(isExact(blamed)).toBe(false);
  expect(complaints(blamed)).toEqual(['rest: false alarm: log-service']);
});

test('a rule that can only prove has caught its mutant when it leaves it unproven, not when it passes it', () => {
  const unproven = { name: 'log-service', declared: [], leftOpen: ['log-service'] };
  expect(isExact(tried({ ...unproven, rules: { 'log-service': 'not-verified' } }))).toBe(true);
  expect(isExact(tried({ ...unproven, rules: { 'log-service': 'pass' } }))).toBe(false);
});

test('an example may declare what it does not satisfy, and nothing else', () => {
  const honest = { name: 'endpoint-x', compliant: true, declared: ['log-service'] };
  expect(isExact(tried({ ...honest, rules: { 'log-service': 'fail' } }))).toBe(true);
  expect(isExact(tried({ ...honest, rules: { 'log-service': 'fail', 'batch-paced': 'fail' } }))).toBe(false);
});

test('a run that wrote down a piece of a secret is not as it should be', () => {
  const leaking = tried({ leaks: ['report.html: LINEAR_API_KEY'] });
  expect(isExact(leaking)).toBe(false);
  expect(complaints(leaking)).toEqual([
    'retry-after-honoured: our own files hold pieces of secrets: report.html: LINEAR_API_KEY',
  ]);
});

test('a contract that could not be run never counts as one that broke nothing', () => {
  const lost = tried({ name: 'rest', compliant: true, declared: [], rules: {}, trouble: 'the process ended (1)' });
  expect(isExact(lost)).toBe(false);
  expect(complaints(lost)).toEqual(['rest: did not run: the process ended (1)']);
});

test('a rule that throws is not taken for one that holds', () => {
  expect(isExact(tried({ rules: { 'retry-after-honoured': 'fail', 'log-service': 'harness-error' } }))).toBe(false);
});

test('the matrix shows own, declared, undeclared and missing breaks', () => {
  const rules = ['retry-after-honoured', 'log-service', 'batch-paced'];
  const odd = tried({
    declared: ['retry-after-honoured', 'batch-paced'],
    rules: { 'retry-after-honoured': 'fail', 'log-service': 'fail', 'batch-paced': 'pass' },
  });
  expect(matrix(rules, [tried({}), odd])).toMatchInlineSnapshot(`
    "01 retry-after-honoured  02 log-service           03 batch-paced

                          000
                          123
    retry-after-honoured  #· 
    retry-after-honoured  #!?

    # its own rule  + also declared  o left unproven  ! broken, not declared  ? declared, not broken  E harness error  · held"
  `);
});
