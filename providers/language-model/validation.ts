/** Request bodies checked against a schema, with the first problem in terms that an API's error can name. */
import type { ZodError, z } from 'zod';
import type { Json } from '../../harness/model/json.ts';

export type Problem =
  | { readonly kind: 'unknown'; readonly path: string }
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'invalid'; readonly path: string; readonly why: string };

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );

const valueAt = (value: Json, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    value,
  );

/** Values that were sent stay out of problems: they may be personal, and would make each complaint a different one. */
const problemOf = (body: Json, error: ZodError): Problem => {
  const issues = error.issues.toSorted((a, b) => rank(body, a) - rank(body, b));
  const [issue] = issues;
  if (issue === undefined) return { kind: 'invalid', path: '', why: 'the body is not valid' };
  if (issue.code === 'unrecognized_keys')
    return { kind: 'unknown', path: pathOf([...issue.path, issue.keys[0] ?? '']) };
  if (rank(body, issue) === 0) return { kind: 'missing', path: pathOf(issue.path) };
  return { kind: 'invalid', path: pathOf(issue.path), why: issue.message };
};

/** What is missing comes first, then what nobody asked for. */
const rank = (body: Json, issue: z.core.$ZodIssue): number => {
  if (issue.path.length > 0 && valueAt(body, issue.path) === undefined) return 0;
  return issue.code === 'unrecognized_keys' ? 1 : 2;
};

export type Checked<T> = { readonly value: T } | { readonly problem: Problem };

export function checked<T>(schema: z.ZodType<T>, body: Json): Checked<T> {
  const result = schema.safeParse(body);
  return result.success ? { value: result.data } : { problem: problemOf(body, result.error) };
}
