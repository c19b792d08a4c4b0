/** Holds a request against what its operation takes: parameters and body. */
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { Json, JsonObject } from '../../harness/model/json.ts';
import type { ReceivedRequest } from '../../harness/ports/provider.ts';
import { isJsonObject, parseJson, textAt } from '../json-body.ts';
import { formObject } from './form.ts';
import type { Asked, Operation } from './operations.ts';
import { type Placed, resolved } from './pointer.ts';
import { type Content, contentOf, wholeSchema } from './schemas.ts';
import { type Problem, problemIn, validator, worded } from './validators.ts';

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required: boolean;
  /** Undefined where the value is written in a way that is not read here. */
  readonly validate: ValidateFunction | undefined;
}

interface Body extends Content {
  readonly required: boolean;
  readonly validate: ValidateFunction;
  /** Fails where a member stands that no part of the schema names. */
  readonly closed: ValidateFunction;
}

interface Expectation {
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  readonly takesBody: boolean;
}

export interface Verdict {
  /** Why the request is refused; undefined when it is carried out. */
  readonly refused?: string;
  /** What is carried out, and is a mistake all the same. */
  readonly complaints: readonly string[];
  readonly body?: JsonObject;
}

/** `credentialIn`: the query parameter that carries the credential, which no operation lists. */
export function requestChecks(
  document: JsonObject,
  credentialIn: string | undefined,
): (asked: Asked, request: ReceivedRequest) => Verdict {
  const known = new Map<string, Expectation>();
  return (asked, request) => {
    const { name } = asked.operation;
    const expectation = known.get(name) ?? expectationOf(document, asked.operation);
    known.set(name, expectation);
    const inParameters = parameterProblem(expectation, asked, request);
    if (inParameters !== undefined) return { refused: inParameters, complaints: [] };
    const undeclared = undeclaredQuery(expectation, request)
      .filter((query) => query !== credentialIn)
      .map((query) => `query parameter ${query} is none of this operation`);
    const { body } = expectation;
    if (body === undefined) {
      const extra =
        !expectation.takesBody && request.body !== '' ? ['a body was sent to an operation that takes none'] : [];
      return { complaints: [...undeclared, ...extra] };
    }
    const verdict = bodyVerdict(body, request);
    return { ...verdict, complaints: [...undeclared, ...verdict.complaints] };
  };
}

function bodyVerdict(body: Body, request: ReceivedRequest): Verdict {
  if (request.body === '')
    return body.required ? { refused: 'the body is missing', complaints: [] } : { complaints: [] };
  const sent = body.type === 'json' ? parseJson(request.body) : formObject(request.body);
  if (sent === undefined) return { refused: 'the body is not JSON', complaints: [] };
  const problem = problemIn(body.validate, sent);
  if (problem !== undefined) return { refused: worded(problem), complaints: [] };
  const extra: Problem | undefined = problemIn(body.closed, sent);
  return {
    complaints: extra?.kind === 'unknown' ? [worded(extra)] : [],
    ...(isJsonObject(sent) ? { body: sent } : {}),
  };
}

function expectationOf(document: JsonObject, operation: Operation): Expectation {
  const places = [`${operation.itemPointer}/parameters`, `${operation.pointer}/parameters`];
  const parameters = new Map<string, Parameter>();
  for (const place of places)
    for (let index = 0; ; index += 1) {
      const placed = resolved(document, `${place}/${index}`);
      if (placed === undefined) break;
      const parameter = parameterOf(document, placed);
      // The operation's own stand after the path's, and replace them.
      parameters.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  const holder = resolved(document, `${operation.pointer}/requestBody`);
  const content = holder === undefined ? undefined : contentOf(holder.value, holder.pointer);
  return {
    parameters: [...parameters.values()],
    takesBody: holder !== undefined,
    body: content === undefined ? undefined : bodyOf(document, content, holder?.value.required === true),
  };
}

function bodyOf(document: JsonObject, content: Content, required: boolean): Body {
  const schema = wholeSchema(document, content.schema, 'request');
  const from = content.type === 'json' ? 'json' : 'text';
  return {
    ...content,
    required,
    validate: validator(schema, content.pointer, from),
    closed: validator(
      { ...schema, ...(isOpen(schema) ? {} : { unevaluatedProperties: false }) },
      content.pointer,
      from,
    ),
  };
}

/** A schema that describes no members says nothing about which there may be. */
const isOpen = (schema: JsonObject): boolean =>
  !['properties', 'allOf', 'anyOf', 'oneOf', '$ref'].some((keyword) => keyword in schema);

function parameterOf(document: JsonObject, { value, pointer }: Placed): Parameter {
  const { schema, required, style } = value;
  // Its references count from the root.
  const { $defs = {}, ...whole } = wholeSchema(document, schema ?? true, 'request');
  const isRead =
    schema !== undefined && style !== 'deepObject' && style !== 'pipeDelimited' && style !== 'spaceDelimited';
  return {
    in: textAt(value, 'in') ?? '',
    name: textAt(value, 'name') ?? '',
    required: required === true,
    validate: isRead
      ? validator({ type: 'object', properties: { value: whole }, $defs }, `${pointer}/schema`, 'text')
      : undefined,
  };
}

function parameterProblem(
  { parameters }: Expectation,
  { params }: Asked,
  { url, headers }: ReceivedRequest,
): string | undefined {
  for (const parameter of parameters) {
    const { name, validate } = parameter;
    const sent = sentAs(parameter, params, url, headers);
    if (sent === undefined) {
      if (parameter.required && validate !== undefined && parameter.in !== 'cookie')
        return `${parameter.in} parameter ${name} is missing`;
      continue;
    }
    const problem = validate === undefined ? undefined : problemIn(validate, { value: sent });
    if (problem !== undefined)
      return `${parameter.in} parameter ${name} ${problem.kind === 'invalid' ? problem.why : 'is not valid'}`;
  }
  return undefined;
}

/** Headers that HTTP itself has are the wire's. */
const ofHttp = new Set(['accept', 'content-type', 'authorization']);

function sentAs({ in: where, name }: Parameter, params: Asked['params'], url: URL, headers: Headers): Json | undefined {
  if (where === 'path') return params[name];
  if (where === 'header') return ofHttp.has(name.toLowerCase()) ? undefined : (headers.get(name) ?? undefined);
  if (where !== 'query') return undefined;
  const values = [...url.searchParams.getAll(name), ...url.searchParams.getAll(`${name}[]`)];
  return values.length > 1 ? values : values[0];
}

const withoutBrackets = (name: string): string => name.replace(/\[.*$/, '');

/** Names alone: a value may be personal. */
function undeclaredQuery({ parameters }: Expectation, { url }: ReceivedRequest): readonly string[] {
  const names = new Set(
    parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => withoutBrackets(name)),
  );
  return [...new Set([...url.searchParams.keys()].map(withoutBrackets))].filter((name) => !names.has(name));
}
