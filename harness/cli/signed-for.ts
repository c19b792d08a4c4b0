/** What people signed for a contract, held against the clauses of the standard. */
import { dirname } from 'node:path';
import { readSigned, type Signed } from '../attest/signed.ts';
import type { Bench } from '../bench.ts';
import { clauseId } from '../gate.ts';
import { UsageError } from '../ports/errors.ts';
import { nearest } from './near.ts';

/** `contract`: absolute. Throws `UsageError` with the line of each mistake, and of each clause that does not exist. */
export const signedFor = (contract: string, service: string, bench: Bench): Signed => {
  const signed = readSigned(dirname(contract), service);
  const known = bench.standard.clauses.map(clauseId);
  const strangers = [...signed.attestations, ...signed.waivers].filter(({ clause }) => !known.includes(clause));
  if (strangers.length === 0) return signed;
  const lines = strangers.map(({ file, line, clause }) => {
    const near = nearest(clause, known);
    return `  ${file}:${line}: ${bench.standard.id} has no clause ${clause}.${near.length > 0 ? ` Did you mean ${near.join(', ')}?` : ''}`;
  });
  throw new UsageError(`Clauses were signed that do not exist. Correct them:\n${lines.join('\n')}`);
};
