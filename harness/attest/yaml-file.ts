/** A YAML file checked against a schema, where every mistake is told with its line. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type Problem, problemsOf, readLocated } from '../located-yaml.ts';
import { UsageError } from '../ports/errors.ts';

export interface Checked<T> {
  readonly value: T;
  /** The line on which the value at a path begins. */
  lineOf(path: readonly (string | number)[]): number;
}

const refusal = (file: string, what: string, problems: readonly Problem[]): UsageError =>
  new UsageError(
    `${file} ${what}. Correct it:\n${problems.map(({ line, text }) => `  ${file}:${line}: ${text}`).join('\n')}`,
  );

/** Throws `UsageError` with every mistake: `file:line: what is wrong`. */
export const checkYaml = <T>(text: string, file: string, schema: z.ZodType<T>): Checked<T> => {
  const located = readLocated(text);
  if (located.unreadable.length > 0) throw refusal(file, 'is no YAML that can be read', located.unreadable);
  const parsed = schema.safeParse(located.value);
  if (parsed.success) return { value: parsed.data, lineOf: located.lineOf };
  throw refusal(file, 'is not as it should be', problemsOf(parsed.error.issues, located));
};

/** The text of a file, or undefined when there is none. */
export const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
};
