import { describe, expect, test } from 'vitest';
import { gate } from '../gate.ts';
import type { Attestation, Waiver } from '../model/attestation.ts';
import type { ClauseRow, RuleRow } from '../model/report.ts';
import { overlay } from './overlay.ts';

const clause = (line: number, verdict: ClauseRow['verdict'], more: Partial<ClauseRow> = {}): ClauseRow => ({
  ref: '3.4',
  line,
  level: 'must',
  text: `Line ${line}.`,
  methods: ['behaviour'],
  verdict,
  rules: ['a-rule'],
  exercised: 0,
  ...more,
});
const forPeople = (line: number, more: Partial<ClauseRow> = {}): ClauseRow =>
  clause(line, 'not-verified', { methods: ['attestation'], rules: [], reason: 'insufficient-evidence', ...more });

const today = '2026-11-23';
const attestation = (line: number, more: Partial<Attestation> = {}): Attestation => ({
  clause: `3.4.${line}`,
  by: 'ana',
  date: '2026-11-01',
  until: '2027-11-01',
  evidence: [{ link: 'https://wiki.example/mfa' }],
  note: 'seen',
  file: 'gauntlet.attestations.yaml',
  line: 2,
  ...more,
});
const waiver = (line: number, more: Partial<Waiver> = {}): Waiver => ({
  clause: `3.4.${line}`,
  reason: 'vendor bug 12',
  owner: 'ben',
  until: '2026-12-31',
  file: 'gauntlet.waivers.yaml',
  line: 2,
  ...more,
});

const passing: RuleRow = {
  id: 'a-rule',
  statement: '',
  topic: 'retry',
  card: { asks: '', tested: '', fails: '', fix: '', source: '' },
  advice: false,
  verdict: 'pass',
  exercised: 1,
  cases: 1,
  struck: {},
  findings: [],
  brokenInAll: 0,
};
const gated = (
  clauses: readonly ClauseRow[],
  signed: { readonly attestations?: readonly Attestation[]; readonly waivers?: readonly Waiver[] },
  options: { readonly requireAttestations?: boolean; readonly allowStaleWaivers?: boolean } = {},
) => {
  const laid = overlay(clauses, signed.attestations ?? [], signed.waivers ?? [], today);
  return gate(laid.clauses, [passing], { level: 'must', lapsed: laid.problems, ...options });
};

test('the raw verdict stays, whatever is laid over it', () => {
  const rows = [clause(1, 'fail'), forPeople(2)];
  const { clauses, problems } = overlay(rows, [attestation(2)], [waiver(1)], today);
  expect(clauses.map(({ verdict, overlay: over }) => [verdict, over?.kind, over?.by])).toEqual([
    ['fail', 'waived', 'ben'],
    ['not-verified', 'attested', 'ana'],
  ]);
  expect(problems).toEqual([]);
});

describe('an attestation holds only', () => {
  const state = (row: ClauseRow, entry: Attestation) => {
    const { clauses, attestations } = overlay([row], [entry], [], today);
    return [attestations[0]?.state, clauses[0]?.overlay?.kind];
  };
  test('up to and including its last day', () => {
    expect(state(forPeople(1), attestation(1, { until: today }))).toEqual(['in-force', 'attested']);
    expect(state(forPeople(1), attestation(1, { until: '2026-11-22' }))).toEqual(['expired', undefined]);
  });
  test('from the day on which it was signed', () => {
    expect(state(forPeople(1), attestation(1, { date: '2026-11-24' }))).toEqual(['future', undefined]);
  });
  test('while the files that it rests on are what they were', () => {
    const file = { file: 'docs/mfa.md', sha256: 'a'.repeat(64) };
    const found = (digest: string) => attestation(1, { evidence: [{ ...file, found: digest.repeat(64) }] });
    expect(state(forPeople(1), found('a'))).toEqual(['in-force', 'attested']);
    expect(state(forPeople(1), found('b'))).toEqual(['void', undefined]);
    expect(state(forPeople(1), attestation(1, { evidence: [file] }))).toEqual(['void', undefined]);
  });
  test('over what people can answer: never over what rules decide, nor over what was seen to fail', () => {
    expect(state(clause(1, 'not-verified', { reason: 'no-probe' }), attestation(1))).toEqual([
      'not-allowed',
      undefined,
    ]);
    const refuted = clause(1, 'fail', { methods: ['behaviour', 'attestation'] });
    expect(state(refuted, attestation(1))).toEqual(['contradicted', undefined]);
  });
});

test('one that ran out is no problem once a later one stands in its place', () => {
  const old = attestation(1, { date: '2025-01-01', until: '2026-01-01' });
  const { clauses, attestations, problems } = overlay([forPeople(1)], [old, attestation(1)], [], today);
  expect(attestations.map(({ state }) => state)).toEqual(['superseded', 'in-force']);
  expect(problems).toEqual([]);
  expect(clauses[0]?.overlay?.until).toBe('2027-11-01');
});

test('a clause that follows from others is covered once all of them are', () => {
  const derived = clause(9, 'not-verified', { derivedFrom: ['3.4.1', '3.4.2', '3.4.3'], rules: [] });
  const rows = [clause(1, 'pass'), forPeople(2), clause(3, 'fail'), derived];
  const over = (waivers: readonly Waiver[]) => overlay(rows, [attestation(2)], waivers, today).clauses[3]?.overlay;
  expect(over([])).toBeUndefined();
  expect(over([waiver(3)])).toEqual({
    kind: 'waived',
    by: 'ana, ben',
    until: '2026-12-31',
    note: 'follows from 3.4.2, 3.4.3',
  });
});

test('a clause that follows from a waived failure and an open clause is open, as its sources are', () => {
  const open = clause(1, 'not-verified', { reason: 'no-probe', next: 'return deadLetters' });
  const derived = clause(9, 'fail', { derivedFrom: ['3.4.1', '3.4.3'], rules: [] });
  const shown = (waivers: readonly Waiver[]) =>
    overlay([open, clause(3, 'fail'), derived], [], waivers, today).clauses[2];
  expect(shown([])).toMatchObject({ verdict: 'fail' });
  expect(shown([waiver(3)])).toMatchObject({ verdict: 'not-verified', reason: 'no-probe', next: 'return deadLetters' });
  expect(shown([waiver(3)])?.overlay).toBeUndefined();
});

describe('the gate', () => {
  test('lets a waived failure through until the waiver runs out, and then says so', () => {
    const rows = [clause(1, 'fail'), clause(2, 'pass')];
    expect(gated(rows, { waivers: [waiver(1)] }).exitCode).toBe(0);
    const late = gated(rows, { waivers: [waiver(1, { until: '2026-11-22' })] });
    expect([late.exitCode, late.because]).toEqual([1, '1 clause fails: 3.4.1 (the waiver of 3.4.1 is expired)']);
  });
  test('refuses a waiver for what passes by now, unless stale ones are allowed', () => {
    const rows = [clause(1, 'pass')];
    const signed = { waivers: [waiver(1)] };
    expect(gated(rows, signed)).toMatchObject({ exitCode: 1, because: '1 waiver is stale, the clause passes: 3.4.1' });
    expect(gated(rows, signed, { allowStaleWaivers: true }).exitCode).toBe(0);
  });
  test('asks for attestations only when told to, and then for all of them', () => {
    const rows = [clause(1, 'pass'), forPeople(2), clause(3, 'not-verified', { reason: 'disabled', rules: [] })];
    const both = { attestations: [attestation(2), attestation(3)] };
    expect(gated(rows, {}).exitCode).toBe(0);
    expect(gated(rows, {}, { requireAttestations: true })).toMatchObject({
      exitCode: 3,
      because: '2 clauses could not be verified: 3.4.2, 3.4.3',
    });
    expect(gated(rows, both, { requireAttestations: true }).exitCode).toBe(0);
    const expired = { attestations: [attestation(2, { until: '2026-11-02' }), attestation(3)] };
    expect(gated(rows, expired, { requireAttestations: true }).because).toBe(
      '1 clause could not be verified: 3.4.2 (the attestation of 3.4.2 is expired)',
    );
  });
});
