/** A YAML file checked against a schema, where every mistake is told with its line. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { UsageError } from '../ports/errors.ts';

export interface Checked<T> {
  readonly value: T;
  /** The line on which the value at a path begins. */
  lineOf(path: readonly (string | number)[]): number;
}

type Path = readonly PropertyKey[];

const named = (path: Path): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`),
    '',
  );

/** Where the value begins, or the nearest thing around it that is there. */
const offsetOf = (document: Document.Parsed, path: Path): number => {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
};

/** Where a key itself begins. */
const offsetOfKey = (document: Document.Parsed, path: Path, key: string): number => {
  const map: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
  return isScalar(pair?.key) && pair.key.range ? pair.key.range[0] : offsetOf(document, path);
};

/** Throws `UsageError` with every mistake: `file:line: what is wrong`. */
export const checkYaml = <T>(text: string, file: string, schema: z.ZodType<T>): Checked<T> => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  if (document.errors.length > 0)
    throw new UsageError(
      `${file} is no YAML that can be read. Correct it:\n${document.errors
        .map((error) => `  ${file}:${lineAt(error.pos[0])}: ${error.message.split('\n')[0]?.replace(/:$/, '')}`)
        .join('\n')}`,
    );
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return { value: parsed.data, lineOf: (path) => lineAt(offsetOf(document, path)) };
  const problems = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          line: lineAt(offsetOfKey(document, issue.path, key)),
          text: `${named([...issue.path, key])} is not a field of it`,
        }))
      : [
          {
            line: lineAt(offsetOf(document, issue.path)),
            text: `${issue.path.length === 0 ? 'the file' : named(issue.path)} ${issue.message}`,
          },
        ],
  );
  throw new UsageError(
    `${file} is not as it should be. Correct it:\n${problems.map(({ line, text: what }) => `  ${file}:${line}: ${what}`).join('\n')}`,
  );
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
