import { expect, test } from 'vitest';
import { readAttestations } from '../../harness/attest/attestation-file.ts';
import { isAttestable } from '../../harness/attest/overlay.ts';
import { clauseId } from '../../harness/gate.ts';
import { bench } from '../../scenarios/bench.ts';
import { exampleAttestations } from './attestations.ts';
import { integrations } from './integrations.ts';

const read = integrations.map(({ example, ...attested }) => ({
  declared: attested.secrets,
  ...readAttestations(
    exampleAttestations(attested, '2031-05-31'),
    '/demo/gauntlet.attestations.yaml',
    'gauntlet.attestations.yaml',
    example,
  ),
}));
const clauses = new Map(bench.standard.clauses.map((clause) => [clauseId(clause), clause]));

test('each example can be attested, says that it is one, and is dated on the day of the demo', () => {
  for (const { clause: id, by, note, date, until } of read.flatMap(({ attestations }) => attestations)) {
    const clause = clauses.get(id);
    if (clause === undefined) throw new Error(`the standard has no clause ${id}`);
    const rules = 'all' in clause.decidedBy ? clause.decidedBy.all : clause.decidedBy.any;
    expect({ id, can: isAttestable({ ...clause, rules }), by, note, date, until }).toEqual({
      ...{ id, can: true, by: 'Example (npm run demo)', note: expect.stringMatching(/^EXAMPLE: ./) },
      ...{ date: '2031-05-31', until: '2031-08-31' },
    });
  }
  for (const { secrets, declared } of read)
    expect(secrets.map(({ name, rotated }) => ({ name, rotated }))).toEqual(
      declared.map((name) => ({ name, rotated: '2031-05-31' })),
    );
});

test('nothing that only people can answer is left open', () => {
  const onlyPeople = bench.standard.clauses
    .filter(
      ({ methods, derivedFrom, notInRun }) =>
        methods.every((method) => method === 'attestation') && derivedFrom === undefined && notInRun === undefined,
    )
    .map(clauseId);
  expect(onlyPeople.length).toBeGreaterThan(5);
  for (const { attestations } of read)
    expect(attestations.map(({ clause }) => clause)).toEqual(expect.arrayContaining(onlyPeople));
});
