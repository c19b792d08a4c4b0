/** From an input's schema to what draws its values. What its keywords say of each other is checked on the way. */
import fc, { type Arbitrary } from 'fast-check';
import type { Json, JsonObject } from '../model/json.ts';
import type {
  ArraySchema,
  formats,
  InputSchema,
  IntegerSchema,
  NumberSchema,
  ObjectSchema,
  StringSchema,
} from './input-schema.ts';

type Path = readonly (string | number)[];
/** Told of each mistake, with its place in the schema; what is drawn in its stead does not matter. */
export type TellProblem = (path: Path, text: string) => void;

/** Four digits of a year: RFC 3339 has no more. */
const instant = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
});

/** Made when asked for: the one of addresses takes a second, which every start would pay. */
const ofFormat: { readonly [format in (typeof formats)[number]]: () => Arbitrary<string> } = {
  uuid: () => fc.uuid(),
  email: () => fc.emailAddress(),
  date: () => instant.map((day) => day.toISOString().slice(0, 10)),
  'date-time': () => instant.map((moment) => moment.toISOString()),
  uri: () => fc.webUrl(),
  hostname: () => fc.domain(),
  ipv4: () => fc.ipV4(),
  ipv6: () => fc.ipV6(),
};

const nothing = fc.constant(null);

const present = <T extends object>(constraints: T) =>
  Object.fromEntries(Object.entries(constraints).filter(([, value]) => value !== undefined)) as {
    [key in keyof T]: Exclude<T[key], undefined>;
  };

/** `least` and `most`: names of the keywords that bound a size. */
const isOrdered = (
  least: readonly [string, number | undefined],
  most: readonly [string, number | undefined],
  path: Path,
  tell: TellProblem,
): boolean => {
  if (least[1] === undefined || most[1] === undefined || least[1] <= most[1]) return true;
  tell([...path, least[0]], `must not be more than ${most[0]}, ${most[1]}`);
  return false;
};

const matching = (pattern: string, path: Path, tell: TellProblem): Arbitrary<Json> => {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'));
  } catch (error) {
    tell([...path, 'pattern'], `cannot be drawn from: ${error instanceof Error ? error.message : String(error)}`);
    return nothing;
  }
};

const ofString = (
  { minLength, maxLength, pattern, format }: StringSchema,
  path: Path,
  tell: TellProblem,
): Arbitrary<Json> => {
  const shaped = pattern === undefined ? 'format' : 'pattern';
  if (pattern !== undefined && format !== undefined) tell([...path, 'format'], 'cannot stand beside pattern');
  if (pattern !== undefined || format !== undefined)
    for (const [name, length] of Object.entries({ minLength, maxLength }))
      if (length !== undefined)
        tell(
          [...path, name],
          `cannot stand beside ${shaped}${shaped === 'pattern' ? ': say the length in it, such as ^[a-z]{3,8}$' : ''}`,
        );
  if (pattern !== undefined) return matching(pattern, path, tell);
  if (format !== undefined) return ofFormat[format]();
  return isOrdered(['minLength', minLength], ['maxLength', maxLength], path, tell)
    ? fc.string(present({ minLength, maxLength }))
    : nothing;
};

const leastSafe = Number.MIN_SAFE_INTEGER;
const mostSafe = Number.MAX_SAFE_INTEGER;
/** What `fc.integer()` draws from when nothing is said. */
const usually = 0x7fff_ffff;

const ofInteger = (schema: IntegerSchema, path: Path, tell: TellProblem): Arbitrary<Json> => {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf = 1 } = schema;
  const above = exclusiveMinimum === undefined ? leastSafe : Math.floor(exclusiveMinimum) + 1;
  const below = exclusiveMaximum === undefined ? mostSafe : Math.ceil(exclusiveMaximum) - 1;
  const isOpenBelow = minimum === undefined && exclusiveMinimum === undefined;
  const isOpenAbove = maximum === undefined && exclusiveMaximum === undefined;
  const most = isOpenAbove ? mostSafe : Math.min(below, maximum ?? mostSafe);
  const least = isOpenBelow ? Math.min(-usually - 1, most) : Math.max(above, minimum ?? leastSafe);
  const min = Math.ceil(least / multipleOf);
  const max = Math.floor((isOpenAbove ? Math.max(usually, least) : most) / multipleOf);
  if (min > max) {
    tell(path, 'allows no whole number');
    return nothing;
  }
  return multipleOf === 1 ? fc.integer({ min, max }) : fc.integer({ min, max }).map((factor) => factor * multipleOf);
};

const ofNumber = (schema: NumberSchema, path: Path, tell: TellProblem): Arbitrary<Json> => {
  const { minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE, exclusiveMinimum, exclusiveMaximum } = schema;
  const minExcluded = exclusiveMinimum !== undefined && exclusiveMinimum >= minimum;
  const maxExcluded = exclusiveMaximum !== undefined && exclusiveMaximum <= maximum;
  const min = minExcluded ? exclusiveMinimum : minimum;
  const max = maxExcluded ? exclusiveMaximum : maximum;
  if (min > max || (min === max && (minExcluded || maxExcluded))) {
    tell(path, 'allows no number');
    return nothing;
  }
  return fc.double({ min, max, minExcluded, maxExcluded, noNaN: true });
};

const ofArray = ({ items, minItems, maxItems }: ArraySchema, path: Path, tell: TellProblem): Arbitrary<Json> => {
  const item = inputArbitrary(items, tell, [...path, 'items']);
  return isOrdered(['minItems', minItems], ['maxItems', maxItems], path, tell)
    ? fc.array(item, present({ minLength: minItems, maxLength: maxItems }))
    : nothing;
};

const ofObject = ({ properties = {}, required = [] }: ObjectSchema, path: Path, tell: TellProblem): Arbitrary<Json> => {
  const names = Object.keys(properties);
  for (const [index, name] of required.entries())
    if (!names.includes(name)) tell([...path, 'required', index], `names '${name}', which is not in properties`);
  const fields: Record<string, Arbitrary<Json>> = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      inputArbitrary(schema, tell, [...path, 'properties', name]),
    ]),
  );
  const requiredKeys = names.filter((name) => required.includes(name));
  const record: Arbitrary<JsonObject> =
    requiredKeys.length === names.length ? fc.record(fields) : fc.record(fields, { requiredKeys });
  return record;
};

const isOfType = (value: Json, type: string): boolean => {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
};

/** What draws the values that a schema allows; `path`: where it stands. */
export const inputArbitrary = (schema: InputSchema, tell: TellProblem, path: Path = []): Arbitrary<Json> => {
  if ('const' in schema) return fc.constant(schema.const);
  if ('anyOf' in schema)
    return fc.oneof(...schema.anyOf.map((each, index) => inputArbitrary(each, tell, [...path, 'anyOf', index])));
  if ('enum' in schema) {
    const { enum: values, type } = schema;
    for (const [index, value] of values.entries())
      if (type !== undefined && !isOfType(value, type)) tell([...path, 'enum', index], `is not of the type ${type}`);
    return fc.constantFrom(...values);
  }
  switch (schema.type) {
    case 'string':
      return ofString(schema, path, tell);
    case 'integer':
      return ofInteger(schema, path, tell);
    case 'number':
      return ofNumber(schema, path, tell);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return ofArray(schema, path, tell);
    case 'object':
      return ofObject(schema, path, tell);
  }
};
