/** Where a GraphQL request carries its idempotency key, and what the request is without it. */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import type { HeaderPlace } from '../described/manners.ts';
import { isJsonObject } from '../json-body.ts';
import type { GraphqlRequest } from './documents.ts';

/** A JSON pointer into the variables: `/input/clientMutationId`. */
export interface VariablePlace {
  readonly variable: string;
}

export type KeyPlace = HeaderPlace | VariablePlace;

const steps = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

export function keyOf(place: KeyPlace, headers: Headers, { variables }: GraphqlRequest): string | undefined {
  if ('header' in place) return headers.get(place.header) || undefined;
  const found = steps(place.variable).reduce<Json | undefined>(
    (value, name) => (isJsonObject(value) ? value[name] : undefined),
    variables,
  );
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export const withoutKey = (place: KeyPlace | undefined, variables: JsonObject): JsonObject =>
  place === undefined || 'header' in place ? variables : without(variables, steps(place.variable));

function without(value: JsonObject, [name, ...rest]: readonly string[]): JsonObject {
  if (name === undefined || !Object.hasOwn(value, name)) return value;
  const { [name]: member, ...others } = value;
  if (rest.length === 0) return others;
  return isJsonObject(member) ? { ...others, [name]: without(member, rest) } : value;
}
