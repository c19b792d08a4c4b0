/** Which operation of a description a request asks for. */
import type { JsonObject } from '../../harness/model/json.ts';
import { isJsonObject } from '../json-body.ts';
import { resolved, step } from './pointer.ts';

export interface Operation {
  readonly method: string;
  /** As the description writes it: `/things/{id}`. */
  readonly template: string;
  /** `GET /things/{id}` */
  readonly name: string;
  /** Where it stands in the description. */
  readonly pointer: string;
  readonly itemPointer: string;
}

export interface Asked {
  readonly operation: Operation;
  readonly params: { readonly [name: string]: string };
}

export interface Operations {
  readonly all: readonly Operation[];
  /** `wrong-method`: the path is one of this API's, and the method is none of the path's. */
  find(method: string, path: string): Asked | 'wrong-method' | undefined;
  named(name: string): Operation | undefined;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

interface Branch {
  readonly literals: Map<string, Branch>;
  /** What a parameter may stand in, the text around it included: `{id}`, `{id}.json`. */
  readonly patterns: { readonly segment: string; readonly matches: RegExp; readonly branch: Branch }[];
  readonly operations: Map<string, Operation>;
}

const branch = (): Branch => ({ literals: new Map(), patterns: [], operations: new Map() });

const patternOf = (segment: string): RegExp =>
  new RegExp(
    `^${segment
      .split(/\{[^}]*\}/)
      .map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('(.+?)')}$`,
  );

function below(parent: Branch, segment: string): Branch {
  if (!segment.includes('{')) {
    const known = parent.literals.get(segment) ?? branch();
    parent.literals.set(segment, known);
    return known;
  }
  // Two paths may call the same place differently: `/things/{id}` and `/things/{thing_id}/parts`.
  const matches = patternOf(segment);
  const known = parent.patterns.find((pattern) => pattern.matches.source === matches.source);
  if (known !== undefined) return known.branch;
  const made = branch();
  parent.patterns.push({ segment, matches, branch: made });
  return made;
}

const segmentsOf = (path: string): readonly string[] => path.split('/').slice(1);

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** Literal segments win over parameters, as OpenAPI has it. */
function leaf(from: Branch, [segment, ...rest]: readonly string[]): Branch | undefined {
  if (segment === undefined) return from.operations.size === 0 ? undefined : from;
  const literal = from.literals.get(segment);
  const found = literal === undefined ? undefined : leaf(literal, rest);
  if (found !== undefined) return found;
  for (const { matches, branch: next } of from.patterns) {
    const through = matches.test(segment) ? leaf(next, rest) : undefined;
    if (through !== undefined) return through;
  }
  return undefined;
}

function paramsOf(template: string, path: string): Asked['params'] {
  const segments = segmentsOf(path);
  return Object.fromEntries(
    segmentsOf(template).flatMap((segment, index) => {
      const names = [...segment.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '');
      const values = patternOf(segment).exec(segments[index] ?? '') ?? [];
      return names.map((name, nth) => [name, decoded(values[nth + 1] ?? '')] as const);
    }),
  );
}

/** Takes any document, broken ones too: what is wrong with it is told when it is checked. `basePath`: that of its server. */
export function operationsOf(document: JsonObject, basePath: string): Operations {
  const root = branch();
  const all: Operation[] = [];
  const paths = isJsonObject(document.paths) ? document.paths : {};
  for (const template of Object.keys(paths)) {
    const item = resolved(document, `/paths/${step(template)}`);
    if (item === undefined) continue;
    const end = segmentsOf(template).reduce(below, root);
    for (const method of methods) {
      if (!isJsonObject(item.value[method])) continue;
      const operation: Operation = {
        method: method.toUpperCase(),
        template,
        name: `${method.toUpperCase()} ${template}`,
        pointer: `${item.pointer}/${method}`,
        itemPointer: item.pointer,
      };
      all.push(operation);
      end.operations.set(operation.method, operation);
    }
  }
  return {
    all,
    find(method, path) {
      if (!path.startsWith(basePath)) return undefined;
      const within = path.slice(basePath.length);
      const found = leaf(root, segmentsOf(within));
      if (found === undefined) return undefined;
      const operation = found.operations.get(method);
      return operation === undefined ? 'wrong-method' : { operation, params: paramsOf(operation.template, within) };
    },
    named: (name) => all.find((operation) => operation.name === name),
  };
}
