/** `--standard`: a standard that a team brings, as a module whose default export lists its clauses; and that of a stored run. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { z } from 'zod';
import type { Bench } from '../bench.ts';
import { clauseId } from '../gate.ts';
import type { Clause, Standard } from '../model/standard.ts';
import { UsageError } from '../ports/errors.ts';
import type { StoredRun } from '../store.ts';
import { importContract } from '../subjects/contract-loader.ts';
import { nearest } from './near.ts';

const filled = z.string().trim().min(1, 'must say something');
const ids = z.array(z.string());
/** `3.4`, `A`: what stands before the line in the name of a clause. */
const ref = z.string().regex(/^([1-9]\d?\.[1-9]\d?|[A-Z])$/, 'must be a section such as 3.4, or an appendix such as A');

const clause = z.strictObject({
  ref,
  line: z.number().int().positive(),
  level: z.enum(['must', 'should']),
  text: filled,
  methods: z.array(z.enum(['behaviour', 'inspection', 'attestation'])).min(1, 'must list at least one method'),
  decidedBy: z.union([z.strictObject({ all: ids }), z.strictObject({ any: ids })], {
    error: 'must be { all: [...] } or { any: [...] }, with the ids of rules',
  }),
  derivedFrom: z.array(z.string()).optional(),
  refuteOnly: z.literal(true).optional(),
  onlyFor: z.array(z.enum(['output-only', 'bidirectional', 'input-only'])).optional(),
  notInRun: filled.optional(),
});

const shape = z.strictObject({
  id: filled,
  title: filled,
  sections: z.array(z.strictObject({ ref, title: filled })).optional(),
  clauses: z.array(clause).min(1, 'must list at least one clause'),
});

const rulesOf = ({ decidedBy }: Clause): readonly string[] => ('all' in decidedBy ? decidedBy.all : decidedBy.any);

const didYouMean = (typed: string, known: readonly string[]): string => {
  const near = nearest(typed, known);
  return near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`;
};

/** What is well formed and yet cannot be judged. */
const contradictions = ({ clauses }: Standard, rules: readonly string[]): readonly string[] => {
  const names = clauses.map(clauseId);
  const direct = clauses.filter(({ derivedFrom }) => derivedFrom === undefined).map(clauseId);
  return clauses.flatMap((each, index) => {
    const name = clauseId(each);
    const decided = rulesOf(each).length > 0 || each.derivedFrom !== undefined || each.methods.includes('attestation');
    return [
      ...(names.indexOf(name) === index ? [] : [`${name} stands there twice`]),
      ...(decided ? [] : [`${name} names no rule and is not attested: nothing could ever decide it`]),
      ...rulesOf(each)
        .filter((id) => !rules.includes(id))
        .map((id) => `${name} names the rule ${id}, which does not exist.${didYouMean(id, rules)}`),
      ...(each.derivedFrom ?? [])
        .filter((id) => !direct.includes(id))
        .map((id) => `${name} derives from ${id}, which ${names.includes(id) ? 'derives itself' : 'does not exist'}`),
    ];
  });
};

type Wrong = (problems: readonly string[]) => UsageError;

const list = (problems: readonly string[]): string => problems.map((each) => `  - ${each}`).join('\n');

/** Throws what `wrong` makes of everything that is wrong in it. */
const checked = (given: unknown, bench: Bench, wrong: Wrong): Standard => {
  const parsed = shape.safeParse(given);
  if (!parsed.success)
    throw wrong(parsed.error.issues.map(({ path: at, message }) => `${at.map(String).join('.')} ${message}`.trim()));
  // As it was given: what the shape allows is what `Standard` says.
  const standard = given as Standard;
  const known = [...bench.rules, ...bench.inspectionRules].map(({ id }) => id);
  const problems = contradictions(standard, known);
  if (problems.length > 0) throw wrong(problems);
  return standard;
};

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The bench with another standard over the same rules. Rejects with `UsageError` that tells everything that is wrong. */
export const withStandard = async (bench: Bench, module: string): Promise<Bench> => {
  const path = resolve(module);
  const shown = relative(process.cwd(), path) || module;
  if (!existsSync(path))
    throw new UsageError(`${shown} does not exist. Give the path of a module whose default export is a standard.`);
  const wrong: Wrong = (problems) => new UsageError(`${shown} is no standard that can be used:\n${list(problems)}`);
  const exported = await importContract(path).catch((error: unknown) => {
    throw wrong([`it cannot be loaded: ${error instanceof Error ? error.message : String(error)}`]);
  });
  if (exported === undefined) throw wrong(['it has no default export: `export default { id, title, clauses }`']);
  const standard = checked(exported, bench, wrong);
  return {
    ...bench,
    standard,
    standardModule: { module: shown.startsWith('..') ? path : shown, sha256: sha256(path) },
  };
};

/**
 * The bench that a stored run is judged with: by the standard that it was made against, as it was then, unless another one
 * was asked for. `tell` hears when the module is not the same any more. Throws `UsageError` when today's rules do not fit it.
 */
export const benchOf = ({ facts, standard: stored }: StoredRun, bench: Bench, tell: (text: string) => void): Bench => {
  if (bench.standardModule !== undefined || stored === undefined) return bench;
  const { module, sha256: then } = stored;
  const standard = checked(
    stored.standard,
    bench,
    (problems) =>
      new UsageError(
        `The run of ${facts.service} was made against a standard that cannot be used any more. Name one with --standard:\n${list(problems)}`,
      ),
  );
  const by = `${facts.service} is judged by ${standard.id} as it was when the run was made`;
  if (!existsSync(module)) tell(`${by}: ${module} is gone.`);
  else if (sha256(module) !== then)
    tell(`${by}: ${module} has changed since. --standard ${module} judges by it as it is now.`);
  return { ...bench, standard };
};
