/**
 * `===` on a keyed digest (HMAC) in a source file, from its syntax tree: directly, through a variable, or through a
 * function of the same or of another file that returns one. Plain hashes are not meant: comparing a checksum or a
 * cache key is honest. Nor is comparing two keyed digests with each other, a known way to hide the timing.
 */
import { posix } from 'node:path';
import { parseSync, visitorKeys } from 'oxc-parser';
import { lineAt } from './text.ts';

interface Node {
  readonly type: string;
  readonly start: number;
}

export interface DigestComparison {
  readonly line: number;
  readonly operator: string;
}

export interface ParsedSource {
  readonly file: string;
  readonly text: string;
  readonly program: Node;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'type') === 'string';

const part = (node: Node | undefined, name: string): Node | undefined => {
  const value: unknown = node === undefined ? undefined : Reflect.get(node, name);
  return isNode(value) ? value : undefined;
};
const parts = (node: Node | undefined, name: string): readonly Node[] => {
  const value: unknown = node === undefined ? undefined : Reflect.get(node, name);
  return Array.isArray(value) ? value.filter(isNode) : [];
};
const word = (node: Node | undefined, name: string): string => {
  const value: unknown = node === undefined ? undefined : Reflect.get(node, name);
  return typeof value === 'string' ? value : '';
};

const childrenOf = (node: Node): readonly Node[] =>
  (visitorKeys[node.type] ?? [])
    .flatMap((key) => [...(part(node, key) ? [part(node, key)] : []), ...parts(node, key)])
    .filter(isNode);

/** Undefined when it does not parse. */
export const parseSource = (file: string, text: string): ParsedSource | undefined => {
  const { program, errors } = parseSync(file, text);
  const body: unknown = program;
  return errors.some(({ severity }) => severity === 'Error') || !isNode(body)
    ? undefined
    : { file, text, program: body };
};

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const scopes = new Set([
  'Program',
  'BlockStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'CatchClause',
]);

/** What a name stands for: the expressions given to it. Unknown ones (parameters) hide those outside. */
type Scope = Map<string, Node[]>;
type Chain = readonly Scope[];

const nameOf = (node: Node | undefined): string => {
  if (node?.type === 'Identifier') return word(node, 'name');
  if (node?.type === 'PrivateIdentifier') return `#${word(node, 'name')}`;
  return node?.type === 'AssignmentPattern' ? nameOf(part(node, 'left')) : '';
};

const declare = (scope: Scope, name: string, given?: Node): void => {
  if (name === '') return;
  scope.set(name, [...(scope.get(name) ?? []), ...(given === undefined ? [] : [given])]);
};

/** Only to a name that is known: what it hides is not ours to guess. */
const assign = (chain: Chain, node: Node): void => {
  const name = nameOf(part(node, 'left'));
  const scope = chain.findLast((each) => each.has(name));
  if (scope !== undefined && word(node, 'operator') === '=') declare(scope, name, part(node, 'right'));
};

/** Names declared in a scope itself, not in the ones inside it. */
const collect = (node: Node, scope: Scope): void => {
  for (const child of childrenOf(node)) {
    if (child.type === 'VariableDeclarator') declare(scope, nameOf(part(child, 'id')), part(child, 'init'));
    if (child.type === 'FunctionDeclaration') declare(scope, nameOf(part(child, 'id')), child);
    if (child.type === 'MethodDefinition' || child.type === 'PropertyDefinition')
      declare(scope, `this.${nameOf(part(child, 'key'))}`, part(child, 'value'));
    if (child.type === 'AssignmentExpression') assign([scope], child);
    if (!functions.has(child.type) && !scopes.has(child.type)) collect(child, scope);
  }
};

/** Where a file's names lead in other files: `./sign.ts` and the name there. */
interface Imported {
  readonly file: string;
  readonly name: string;
}

const resolved = (from: string, specifier: string, files: ReadonlySet<string>): string | undefined => {
  if (!specifier.startsWith('.')) return undefined;
  const path = posix.join(posix.dirname(from), specifier);
  const stem = path.replace(/\.[cm]?[jt]sx?$/, '');
  const endings = ['.ts', '.js', '.mts', '.mjs', '.cts', '.cjs', '.tsx', '.jsx', '/index.ts', '/index.js'];
  return [path, ...endings.map((ending) => stem + ending)].find((each) => files.has(each));
};

const importsOf = ({ file, program }: ParsedSource, files: ReadonlySet<string>): ReadonlyMap<string, Imported> => {
  const found = new Map<string, Imported>();
  for (const node of parts(program, 'body')) {
    if (node.type !== 'ImportDeclaration') continue;
    const target = resolved(file, word(part(node, 'source'), 'value'), files);
    if (target === undefined) continue;
    for (const specifier of parts(node, 'specifiers')) {
      const name = specifier.type === 'ImportSpecifier' ? nameOf(part(specifier, 'imported')) : 'default';
      found.set(nameOf(part(specifier, 'local')), { file: target, name });
    }
  }
  return found;
};

/** By `file name`: functions that return a keyed digest, under the name by which others import them. */
type DigestFunctions = ReadonlySet<string>;

const keyedMakers = /^(createHmac|hmac|hmacSha\d+|HmacSHA\d+|HmacMD5|hmacSHA\d+)$/i;
/** What becomes of a digest on its way into a comparison without ceasing to be one. */
const conversions = new Set([
  'toString',
  'digest',
  'update',
  'toLowerCase',
  'toUpperCase',
  'trim',
  'concat',
  'slice',
  'substring',
  'padEnd',
  'join',
  'map',
]);
const wrappers = new Set([
  'AwaitExpression',
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'ChainExpression',
]);

interface Context {
  readonly source: ParsedSource;
  readonly imports: ReadonlyMap<string, Imported>;
  readonly known: DigestFunctions;
}

const lookUp = (chain: Chain, name: string): readonly Node[] | undefined =>
  chain.findLast((scope) => scope.has(name))?.get(name);

const isFunction = (node: Node): boolean => functions.has(node.type);

/** Expressions that a function gives back; its own names are looked up in it first. */
const returned = (node: Node): readonly Node[] => {
  const body = part(node, 'body');
  if (body === undefined) return [];
  if (body.type !== 'BlockStatement') return [body];
  const found: Node[] = [];
  const walk = (inner: Node): void => {
    for (const child of childrenOf(inner)) {
      if (child.type === 'ReturnStatement') {
        const given = part(child, 'argument');
        if (given !== undefined) found.push(given);
      }
      if (!isFunction(child)) walk(child);
    }
  };
  walk(body);
  return found;
};

const functionScope = (node: Node): Scope => {
  const scope: Scope = new Map();
  for (const parameter of parts(node, 'params')) declare(scope, nameOf(parameter));
  const body = part(node, 'body');
  if (body !== undefined && body.type === 'BlockStatement') collect(body, scope);
  return scope;
};

const returnsDigest = (node: Node, chain: Chain, context: Context, depth: number): boolean => {
  const inside = [...chain, functionScope(node)];
  return returned(node).some((each) => isKeyedDigest(each, inside, context, depth + 1));
};

const callIsDigest = (node: Node, chain: Chain, context: Context, depth: number): boolean => {
  const callee = part(node, 'callee');
  if (callee === undefined) return false;
  if (callee.type === 'MemberExpression') {
    const method = nameOf(part(callee, 'property'));
    const object = part(callee, 'object');
    const own = object?.type === 'ThisExpression' ? lookUp(chain, `this.${method}`) : undefined;
    if (own !== undefined) return own.some((each) => isFunction(each) && returnsDigest(each, chain, context, depth));
    if (keyedMakers.test(method)) return true;
    // crypto.subtle.sign('HMAC', ...)
    if (method === 'sign' && nameOf(part(object, 'property')) === 'subtle') return signsWithHmac(node);
    // Buffer.from(digest), Array.from(new Uint8Array(digest))
    if (method === 'from')
      return parts(node, 'arguments').some((each) => isKeyedDigest(each, chain, context, depth + 1));
    return conversions.has(method) && object !== undefined && isKeyedDigest(object, chain, context, depth + 1);
  }
  const name = nameOf(callee);
  const given = lookUp(chain, name);
  if (given !== undefined) return given.some((each) => isFunction(each) && returnsDigest(each, chain, context, depth));
  const imported = context.imports.get(name);
  if (imported !== undefined) return context.known.has(`${imported.file} ${imported.name}`);
  return keyedMakers.test(name);
};

const signsWithHmac = (node: Node): boolean => {
  const [algorithm] = parts(node, 'arguments');
  if (algorithm?.type === 'ObjectExpression')
    return parts(algorithm, 'properties').some((each) => word(part(each, 'value'), 'value').toUpperCase() === 'HMAC');
  return word(algorithm, 'value').toUpperCase() === 'HMAC';
};

/** Functions may call each other; nobody writes a digest deeper than this. */
const deepest = 24;

const isKeyedDigest = (node: Node, chain: Chain, context: Context, depth: number): boolean => {
  if (depth > deepest) return false;
  const again = (each: Node | undefined): boolean =>
    each !== undefined && isKeyedDigest(each, chain, context, depth + 1);
  if (wrappers.has(node.type)) return again(part(node, 'expression') ?? part(node, 'argument'));
  switch (node.type) {
    case 'CallExpression':
      return callIsDigest(node, chain, context, depth);
    case 'NewExpression':
      return parts(node, 'arguments').some(again);
    case 'TemplateLiteral':
      return parts(node, 'expressions').some(again);
    case 'BinaryExpression':
      return word(node, 'operator') === '+' && (again(part(node, 'left')) || again(part(node, 'right')));
    case 'ConditionalExpression':
      return again(part(node, 'consequent')) || again(part(node, 'alternate'));
    case 'Identifier':
      return (lookUp(chain, nameOf(node)) ?? []).some((each) => !isFunction(each) && again(each));
    default:
      return false;
  }
};

const isConstant = (node: Node): boolean =>
  node.type === 'Literal' || (node.type === 'Identifier' && nameOf(node) === 'undefined');

const equality = new Set(['===', '==', '!==', '!=']);

const comparisons = (context: Context): readonly DigestComparison[] => {
  const found: DigestComparison[] = [];
  const visit = (node: Node, chain: Chain): void => {
    let inside = chain;
    if (isFunction(node)) inside = [...chain, functionScope(node)];
    else if (scopes.has(node.type)) {
      const scope: Scope = new Map();
      collect(node, scope);
      inside = [...chain, scope];
    }
    if (node.type === 'AssignmentExpression') assign(inside, node);
    const operator = word(node, 'operator');
    const left = part(node, 'left');
    const right = part(node, 'right');
    if (node.type === 'BinaryExpression' && equality.has(operator) && left !== undefined && right !== undefined) {
      const sides = [left, right].filter((each) => isKeyedDigest(each, inside, context, 0));
      if (sides.length === 1 && !isConstant(left) && !isConstant(right))
        found.push({ line: lineAt(context.source.text, node.start), operator });
    }
    for (const child of childrenOf(node)) visit(child, inside);
  };
  visit(context.source.program, []);
  return found;
};

/** Names by which others get at functions of this file that return a keyed digest. */
const digestFunctions = (context: Context): readonly string[] => {
  const { file, program } = context.source;
  const scope: Scope = new Map();
  collect(program, scope);
  const gives = (node: Node | undefined): boolean =>
    node !== undefined && isFunction(node) && returnsDigest(node, [scope], context, 0);
  const named = [...scope].flatMap(([name, given]) => (given.some(gives) ? [`${file} ${name}`] : []));
  const ofDefault = parts(program, 'body')
    .filter(({ type }) => type === 'ExportDefaultDeclaration')
    .map((node) => part(node, 'declaration'))
    .some((node) => gives(node) || named.includes(`${file} ${nameOf(node)}`));
  return ofDefault ? [...named, `${file} default`] : named;
};

/** For each file, what it compares. A function may hand on what one of another file returned, so names are learned twice. */
export const digestComparisons = (
  sources: readonly ParsedSource[],
): ReadonlyMap<string, readonly DigestComparison[]> => {
  const files = new Set(sources.map(({ file }) => file));
  const imports = new Map(sources.map((source) => [source.file, importsOf(source, files)]));
  const contextOf = (source: ParsedSource, known: DigestFunctions): Context => ({
    source,
    imports: imports.get(source.file) ?? new Map(),
    known,
  });
  let known: DigestFunctions = new Set();
  for (let round = 0; round < 2; round += 1)
    known = new Set(sources.flatMap((source) => digestFunctions(contextOf(source, known))));
  return new Map(sources.map((source) => [source.file, comparisons(contextOf(source, known))]));
};
