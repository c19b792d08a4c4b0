/** The contracts to calibrate with: the compliant ones, and one mutant for each rule, found by its file's name. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Candidate {
  /** The rule that it breaks (`<rule>`, or `<rule>.<way>` where there is another way to break it), or the example's name. */
  readonly name: string;
  readonly path: string;
  readonly compliant: boolean;
}

/** The rule that a mutant is for. */
export const ruleOf = ({ name }: { readonly name: string }): string => name.split('.')[0] ?? name;

const suffix = '.contract.ts';
const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const examples: readonly Candidate[] = ['linear', 'openai', 'anthropic', 'rest', 'standard-webhooks'].map((name) => ({
  name,
  path: here(`${name}/${name}${suffix}`),
  compliant: true,
}));

const namesIn = (folder: string): readonly string[] =>
  readdirSync(here(folder))
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length));

/** What mutants are made from: it breaks nothing. */
const isBase = (name: string): boolean => name === 'none' || name.startsWith('none-');

/** Compliant ones first. An endpoint is one, but for what its contract says that its verifier does not do. */
export function candidates(): readonly Candidate[] {
  const endpoints = namesIn('endpoints').map((name) => ({
    name: `endpoint-${name}`,
    path: here(`endpoints/${name}${suffix}`),
    compliant: true,
  }));
  const mutants = namesIn('mutants')
    .toSorted((a, b) => Number(isBase(b)) - Number(isBase(a)) || a.localeCompare(b))
    .map((name) => ({ name, path: here(`mutants/${name}${suffix}`), compliant: isBase(name) }));
  return [...examples, ...endpoints, ...mutants];
}
