/** YAML whose every value knows its line, so that each mistake in a file can be told with it. */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';

type Path = readonly PropertyKey[];

export interface Problem {
  readonly line: number;
  readonly text: string;
}

export interface Located {
  /** Empty unless it is no YAML. */
  readonly unreadable: readonly Problem[];
  readonly value: unknown;
  /** The line on which the value at a path begins, or the nearest thing around it that is there. */
  lineOf(path: Path): number;
  /** The line of a key itself. */
  lineOfKey(path: Path, key: string): number;
}

const offsetOf = (document: Document.Parsed, path: Path): number => {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
};

const offsetOfKey = (document: Document.Parsed, path: Path, key: string): number => {
  const map: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key) : undefined;
  return isScalar(pair?.key) && pair.key.range ? pair.key.range[0] : offsetOf(document, path);
};

/** Aliases make a short file a long value, and a place that has two lines. */
const aliases = (document: Document.Parsed): readonly { readonly offset: number; readonly text: string }[] => {
  const found: { readonly offset: number; readonly text: string }[] = [];
  visit(document, {
    Alias: (_key, node) => {
      found.push({ offset: node.range?.[0] ?? 0, text: `*${node.source}: write it out, aliases are not read` });
    },
  });
  return found;
};

export const readLocated = (text: string): Located => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const unreadable = [
    ...[...document.errors, ...document.warnings].map((error) => ({
      line: lineAt(error.pos[0]),
      text: error.message.split('\n')[0]?.replace(/:$/, '') ?? '',
    })),
    ...aliases(document).map(({ offset, text: what }) => ({ line: lineAt(offset), text: what })),
  ];
  return {
    unreadable,
    value: unreadable.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }),
    lineOf: (path) => lineAt(offsetOf(document, path)),
    lineOfKey: (path, key) => lineAt(offsetOfKey(document, path, key)),
  };
};

export const namedPath = (path: Path): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`),
    '',
  );

type Issue = z.core.$ZodIssue;

/** How far a value is from what was tried: something else altogether, or that with mistakes in it. */
const distance = (issues: readonly Issue[]): number =>
  issues.reduce((sum, { path, code }) => sum + (path.length > 0 ? 1 : code === 'unrecognized_keys' ? 3 : 10), 0);

/** Of a value that may have several forms, the mistakes in the form that it is nearest to. */
export const flatIssues = (issues: readonly Issue[]): readonly Issue[] =>
  issues.flatMap((issue) => {
    if (issue.code === 'invalid_key') return issue.issues.map((inner) => ({ ...inner, path: issue.path }));
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
    const [nearest = []] = issue.errors.toSorted((a, b) => distance(a) - distance(b));
    return flatIssues(nearest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });

/** What is wrong, each with its line: `policy.maxRetries must be a whole number`. */
export const problemsOf = (issues: readonly Issue[], located: Located): readonly Problem[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          line: located.lineOfKey(issue.path, key),
          text: `${namedPath([...issue.path, key])} is not a field of it`,
        }))
      : [
          {
            line: located.lineOf(issue.path),
            text: `${issue.path.length === 0 ? 'the file' : namedPath(issue.path)} ${issue.message}`,
          },
        ],
  );
