import { expect, test } from 'vitest';
import { readAttestations } from '../../harness/attest/attestation-file.ts';
import { isAttestable } from '../../harness/attest/overlay.ts';
import { clauseId } from '../../harness/gate.ts';
import { bench } from '../../scenarios/bench.ts';
import { exampleAttestations } from './attestations.ts';

const { attestations, secrets } = readAttestations(
  exampleAttestations('2031-05-31'),
  '/demo/gauntlet.attestations.yaml',
  'gauntlet.attestations.yaml',
  'linear',
);
const clauses = new Map(bench.standard.clauses.map((clause) => [clauseId(clause), clause]));

test('each example can be attested, says that it is one, and is dated on the day of the demo', () => {
  for (const { clause: id, by, note, date, until } of attestations) {
    const clause = clauses.get(id);
    if (clause === undefined) throw new Error(`the standard has no clause ${id}`);
    const rules = 'all' in clause.decidedBy ? clause.decidedBy.all : clause.decidedBy.any;
    expect({ id, can: isAttestable({ ...clause, rules }), by, note, date, until }).toEqual({
      ...{ id, can: true, by: 'Example (npm run demo)', note: expect.stringMatching(/^EXAMPLE: ./) },
      ...{ date: '2031-05-31', until: '2031-08-31' },
    });
  }
  expect(secrets.map(({ rotated }) => rotated)).toEqual(['2031-05-31', '2031-05-31']);
});

test('nothing that only people can answer is left open', () => {
  const onlyPeople = bench.standard.clauses
    .filter(
      ({ methods, derivedFrom, notInRun }) =>
        methods.every((method) => method === 'attestation') && derivedFrom === undefined && notInRun === undefined,
    )
    .map(clauseId);
  expect(onlyPeople.length).toBeGreaterThan(5);
  expect(attestations.map(({ clause }) => clause)).toEqual(expect.arrayContaining(onlyPeople));
});
