/** Schemas of a description made whole: with all that they refer to, and in the words of JSON Schema 2020-12. */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { isJsonObject } from '../json-body.ts';
import { at, step } from './pointer.ts';

/** Members that clients must not send, or that servers never tell, are not asked for. */
export type Side = 'request' | 'response';

const maps = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas']);
const data = new Set(['enum', 'const', 'default', 'required']);
/** Say nothing about what is valid, and Ajv or the generator would take some of them for something else. */
const annotations = new Set([
  'discriminator',
  'example',
  'examples',
  'xml',
  'externalDocs',
  'nullable',
  '$schema',
  '$id',
  '$anchor',
]);

/** Only what the schema reaches is looked at: a description may hold thousands. */
export function wholeSchema(document: JsonObject, schema: Json, side: Side): JsonObject {
  const definitions: { [name: string]: Json } = {};
  const names = new Map<string, string>();
  const unwanted = side === 'request' ? 'readOnly' : 'writeOnly';

  const reference = (ref: string): string => {
    const known = names.get(ref);
    if (known !== undefined) return known;
    const name = `s${names.size}`;
    const local = `#/$defs/${name}`;
    names.set(ref, local);
    definitions[name] = true;
    definitions[name] = walk(at(document, ref) ?? true);
    return local;
  };

  const isUnwanted = (property: Json | undefined): boolean => {
    const ref = isJsonObject(property) ? property.$ref : undefined;
    const target = typeof ref === 'string' ? at(document, ref) : property;
    return isJsonObject(target) && target[unwanted] === true;
  };

  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isJsonObject(value)) return value;
    const entries = Object.entries(value).flatMap(([name, child]): readonly (readonly [string, Json])[] => {
      if (annotations.has(name) || name.startsWith('x-')) return [];
      if (name === '$ref' && typeof child === 'string') return [[name, reference(child)]];
      if (maps.has(name) && isJsonObject(child))
        return [[name, Object.fromEntries(Object.entries(child).map(([key, each]) => [key, walk(each)]))]];
      return [[name, data.has(name) ? child : walk(child)]];
    });
    const whole = withBounds(Object.fromEntries(entries));
    const { properties } = value;
    const required =
      Array.isArray(whole.required) && isJsonObject(properties)
        ? { required: whole.required.filter((name: Json) => !isUnwanted(properties[String(name)])) }
        : {};
    return value.nullable === true ? orNull({ ...whole, ...required }) : { ...whole, ...required };
  };

  const root = walk(schema);
  return { ...(isJsonObject(root) ? root : {}), $defs: definitions };
}

/** OpenAPI 3.0 has the exclusive bounds of draft 4: a boolean beside the bound. */
function withBounds(schema: JsonObject): JsonObject {
  const { exclusiveMinimum, exclusiveMaximum, minimum, maximum, ...rest } = schema;
  const lower =
    exclusiveMinimum === true
      ? { exclusiveMinimum: minimum }
      : { minimum, ...whenNumber('exclusiveMinimum', exclusiveMinimum) };
  const upper =
    exclusiveMaximum === true
      ? { exclusiveMaximum: maximum }
      : { maximum, ...whenNumber('exclusiveMaximum', exclusiveMaximum) };
  return defined({ ...rest, ...lower, ...upper });
}

const whenNumber = (name: string, value: Json | undefined) => (typeof value === 'number' ? { [name]: value } : {});

const defined = (members: { readonly [name: string]: Json | undefined }): JsonObject =>
  Object.fromEntries(Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const orNull = (schema: JsonObject): JsonObject => ({ anyOf: [schema, { type: 'null' }] });

const jsonType = /^application\/(?:[\w.+-]+\+)?json\b/i;

export interface Content {
  readonly type: 'json' | 'form';
  readonly schema: Json;
  readonly pointer: string;
}

/** The JSON among what a body may be, else a form. `holder`: where `content` stands. */
export function contentOf(holder: JsonObject, pointer: string): Content | undefined {
  const content = isJsonObject(holder.content) ? holder.content : {};
  const types = Object.keys(content);
  const name =
    types.find((type) => jsonType.test(type)) ??
    types.find((type) => type.startsWith('application/x-www-form-urlencoded'));
  const media = name === undefined ? undefined : content[name];
  if (name === undefined || !isJsonObject(media)) return undefined;
  return {
    type: jsonType.test(name) ? 'json' : 'form',
    schema: media.schema ?? true,
    pointer: `${pointer}/content/${step(name)}/schema`,
  };
}
