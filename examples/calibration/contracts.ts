/** The contracts to calibrate with: the compliant ones, and one mutant for each rule, found by its file's name. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Candidate {
  /** The rule that it breaks, or the example's name. */
  readonly name: string;
  readonly path: string;
  readonly compliant: boolean;
}

const suffix = '.contract.ts';
const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const compliantOnes: readonly Candidate[] = [
  { name: 'linear', path: here('linear/linear.contract.ts'), compliant: true },
  { name: 'rest', path: here('rest/rest.contract.ts'), compliant: true },
];

/** Compliant ones first. `none` is what all mutants are made from. */
export function candidates(): readonly Candidate[] {
  const names = readdirSync(here('mutants'))
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort((a, b) => Number(b === 'none') - Number(a === 'none') || a.localeCompare(b));
  const mutants = names.map((name) => ({ name, path: here(`mutants/${name}${suffix}`), compliant: name === 'none' }));
  return [...compliantOnes, ...mutants];
}
