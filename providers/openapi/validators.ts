/** Ajv over whole schemas, each compiled when it is first needed. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { ContractError } from '../../harness/ports/errors.ts';

const settings = { strict: false, validateSchema: false, logger: false, inlineRefs: false } as const;
const strict = new Ajv2020(settings);
/** For what is text on its way: parameters and forms. */
const coercing = new Ajv2020({ ...settings, coerceTypes: 'array' });
for (const ajv of [strict, coercing]) formats.default(ajv);

/** Throws `ContractError` for a schema that is none, with its place in the description. */
export function validator(schema: JsonObject, pointer: string, from: 'json' | 'text'): ValidateFunction {
  try {
    return (from === 'json' ? strict : coercing).compile(schema);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ContractError(`the OpenAPI document has a schema at ${pointer} that is none: ${why}; mend it there`, {
      cause,
    });
  }
}

export type Problem =
  | { readonly kind: 'missing' | 'unknown'; readonly path: string }
  | { readonly kind: 'invalid'; readonly path: string; readonly why: string };

const dotted = (instancePath: string, name?: string): string =>
  [...instancePath.split('/').slice(1), ...(name === undefined ? [] : [name])].join('.');

/** Values that were sent stay out of it. */
export function problemOf({ keyword, instancePath, params, message }: ErrorObject): Problem {
  if (keyword === 'required') return { kind: 'missing', path: dotted(instancePath, String(params.missingProperty)) };
  if (keyword === 'additionalProperties')
    return { kind: 'unknown', path: dotted(instancePath, String(params.additionalProperty)) };
  if (keyword === 'unevaluatedProperties')
    return { kind: 'unknown', path: dotted(instancePath, String(params.unevaluatedProperty)) };
  return { kind: 'invalid', path: dotted(instancePath), why: message ?? 'is not valid' };
}

export const problemIn = (validate: ValidateFunction, value: Json): Problem | undefined => {
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  return error === undefined ? { kind: 'invalid', path: '', why: 'is not valid' } : problemOf(error);
};

export function worded(problem: Problem): string {
  const path = problem.path === '' ? 'the body' : problem.path;
  if (problem.kind === 'invalid') return `${path} ${problem.why}`;
  return problem.kind === 'missing' ? `${path} is missing` : `${path} is no field of this operation`;
}
