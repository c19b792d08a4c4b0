/** What an operation answers when all goes well: seeded, and true to its schema. */
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { generateSync, type JsonSchema, type Random } from 'json-schema-faker';
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { HarnessError } from '../../harness/ports/errors.ts';
import { digest, uuidFrom } from '../digest.ts';
import { isJsonObject } from '../json-body.ts';
import type { Operation } from './operations.ts';
import { resolved, unescaped } from './pointer.ts';
import { contentOf, wholeSchema } from './schemas.ts';
import { problemIn, problemOf, validator, worded } from './validators.ts';

export interface Answer {
  readonly status: number;
  /** Undefined for a reply without a body. */
  readonly body: Json | undefined;
}

interface Shape {
  readonly status: number;
  readonly schema?: JsonObject;
  readonly validate?: ValidateFunction;
  readonly pointer: string;
}

export interface Answers {
  /** The same for the same text. */
  of(operation: Operation, from: string): Answer;
  /** As many of `members` as the answer's schema allows, instead of what was generated. */
  with(operation: Operation, whole: Json, at: readonly string[], members: JsonObject): Json;
  /** The list with these before what was generated, each looking like the first of those. `name`: where it stands. */
  listing(operation: Operation, whole: Json, name: string | undefined, things: readonly JsonObject[]): Json;
}

/** `given`: answers by the operation's name, told as they are. */
export function answersOf(document: JsonObject, given: { readonly [operation: string]: Json }): Answers {
  const shapes = new Map<string, Shape>();
  const shapeOf = (operation: Operation): Shape => {
    const known = shapes.get(operation.name);
    if (known !== undefined) return known;
    const made = successOf(document, operation);
    shapes.set(operation.name, made);
    return made;
  };
  const fitsIn = (operation: Operation) => {
    const { validate } = shapeOf(operation);
    return (value: Json) => validate === undefined || problemIn(validate, value) === undefined;
  };
  return {
    of(operation, from) {
      const shape = shapeOf(operation);
      const fixed = given[operation.name];
      if (fixed !== undefined) return { status: shape.status, body: fixed };
      return { status: shape.status, body: generated(operation, shape, from) };
    },
    with(operation, whole, path, members) {
      const fits = fitsIn(operation);
      const all = put(whole, path, members);
      if (fits(all)) return all;
      return Object.entries(members).reduce((value, [name, member]) => {
        const changed = put(value, path, { [name]: member });
        return fits(changed) ? changed : value;
      }, whole);
    },
    listing(operation, whole, name, things) {
      const fits = fitsIn(operation);
      const items = name === undefined ? whole : isJsonObject(whole) ? whole[name] : undefined;
      if (!Array.isArray(items)) return whole;
      const list = (all: readonly Json[]): Json => (name === undefined ? all : put(whole, [], { [name]: all }));
      const like = (thing: JsonObject): Json =>
        Object.entries(thing).reduce<Json>((item, [key, value]) => {
          const changed = put(item, [], { [key]: value });
          return fits(list([changed, ...items])) ? changed : item;
        }, items[0] ?? null);
      const longer = list([...things.map(like), ...items]);
      return fits(longer) ? longer : whole;
    },
  };
}

/** Only members that are there are replaced: what is sent is not always what is told. */
function put(whole: Json, [name, ...rest]: readonly string[], members: JsonObject): Json {
  if (!isJsonObject(whole)) return whole;
  if (name !== undefined) return { ...whole, [name]: put(whole[name] ?? null, rest, members) };
  return { ...whole, ...Object.fromEntries(Object.entries(members).filter(([key]) => Object.hasOwn(whole, key))) };
}

function successOf(document: JsonObject, operation: Operation): Shape {
  const responses = resolved(document, `${operation.pointer}/responses`);
  const codes = Object.keys(responses?.value ?? {})
    .filter((code) => /^2/.test(code))
    .sort();
  const code = codes[0] ?? 'default';
  const status = /^\d+$/.test(code) ? Number(code) : 200;
  const placed = resolved(document, `${operation.pointer}/responses/${code}`);
  const content = placed === undefined ? undefined : contentOf(placed.value, placed.pointer);
  if (content === undefined || content.type !== 'json' || status === 204 || status === 205)
    return { status, pointer: operation.pointer };
  const schema = wholeSchema(document, content.schema, 'response');
  return { status, schema, validate: validator(schema, content.pointer, 'json'), pointer: content.pointer };
}

const seedFrom = (text: string): number => Number.parseInt(digest(text).slice(0, 8), 16);
const upTo = (random: Random, limit: number): number => Math.floor(random.next() * limit);

const formats = {
  uri: (random: Random) => `https://api.example.com/${upTo(random, 1e6)}`,
  url: (random: Random) => `https://api.example.com/${upTo(random, 1e6)}`,
  email: (random: Random) => `person${upTo(random, 1e4)}@example.com`,
  uuid: (random: Random) => uuidFrom(`openapi ${random.next()}`),
};

const everything = { alwaysFakeOptionals: true, maxDefaultItems: 2, maxDepth: 6 };
/** From the fullest on. */
const attempts = [everything, { ...everything, maxDepth: 4 }, { optionalsProbability: 0, maxDefaultItems: 1 }];

function generated({ name }: Operation, { schema, validate, pointer }: Shape, from: string): Json | undefined {
  if (schema === undefined || validate === undefined) return undefined;
  for (const [nth, options] of attempts.entries()) {
    const seed = seedFrom(`${from} ${name} ${nth}`);
    const text = JSON.stringify(generateSync(readSchema(schema), { seed, formats, ...options }) ?? null);
    const value = trimmed(JSON.parse(text), validate);
    if (value !== undefined) return value;
  }
  const problem = validate.errors?.[0];
  const why = problem === undefined ? '' : ` (${worded(problemOf(problem))})`;
  throw new HarnessError(
    `no answer could be made that fits the schema at ${pointer}${why}; give one: openapi(document, { answers: { '${name}': ... } })`,
  );
}

const mostCuts = 60;

/** What was generated without what does not fit: the generator leaves stumps at its greatest depth. */
function trimmed(value: Json, validate: ValidateFunction): Json | undefined {
  let kept = value;
  for (let cuts = 0; cuts < mostCuts; cuts += 1) {
    if (validate(kept)) return kept;
    const [error] = validate.errors ?? [];
    const path = error?.instancePath.split('/').slice(1).map(unescaped) ?? [];
    if (path.length === 0) return undefined;
    kept = without(kept, path);
  }
  return undefined;
}

function without(value: Json, [name = '', ...rest]: readonly string[]): Json {
  if (Array.isArray(value)) {
    const index = Number(name);
    return value.flatMap((item: Json, nth) =>
      nth !== index ? [item] : rest.length === 0 ? [] : [without(item, rest)],
    );
  }
  if (!isJsonObject(value)) return value;
  const { [name]: cut, ...others } = value;
  return rest.length === 0 || cut === undefined ? others : { ...value, [name]: without(cut, rest) };
}

const readSchema = (schema: JsonObject): JsonSchema => schema as JsonSchema;
