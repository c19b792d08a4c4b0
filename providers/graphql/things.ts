/** What there is in one case's API: things that a client made or changed, over things that were there before. */
import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { canonicalJson, uuidFrom } from '../digest.ts';

/** A value of an object type on its way through the executor. What `members` lacks is made up from `from`. */
export interface GraphqlNode {
  readonly __typename: string;
  readonly from: string;
  readonly members: { readonly [field: string]: unknown };
  /** How long lists below it may be. */
  readonly limit: number | undefined;
  /** It tells what a mutation did: flags in it are true, and lists of errors empty. */
  readonly isPayload: boolean;
}

export const nodeOf = (
  type: GraphQLObjectType,
  from: string,
  members: GraphqlNode['members'] = {},
  rest: Partial<Pick<GraphqlNode, 'limit' | 'isPayload'>> = {},
): GraphqlNode => ({ __typename: type.name, from, members, limit: undefined, isPayload: false, ...rest });

/** A type whose values have an identity. */
export function isEntity(type: unknown): type is GraphQLObjectType {
  const id = isObjectType(type) ? type.getFields().id : undefined;
  return id !== undefined && isLeafType(getNamedType(id.type));
}

interface Known {
  readonly members: GraphqlNode['members'];
  /** By the client, in this case. */
  readonly created: boolean;
}

export interface Things {
  /** Null once it was deleted. An id that nobody created stands for something that was there before. */
  byId(type: GraphQLObjectType, id: string): GraphqlNode | null;
  /** What was created, and after it `seeded` things that were there before. */
  all(type: GraphQLObjectType, seeded: number): readonly GraphqlNode[];
  create(type: GraphQLObjectType, input: JsonObject, now: string): GraphqlNode;
  /** False when it was so already. */
  update(type: GraphQLObjectType, id: string, input: JsonObject): boolean;
  remove(type: GraphQLObjectType, id: string): void;
}

export function openThings(seed: number): Things {
  const stores = new Map<string, Map<string, Known | null>>();
  let made = 0;
  const storeOf = ({ name }: GraphQLObjectType): Map<string, Known | null> => {
    const store = stores.get(name) ?? new Map<string, Known | null>();
    stores.set(name, store);
    return store;
  };
  const nodeWith = (type: GraphQLObjectType, id: string, members: GraphqlNode['members'] = {}) =>
    nodeOf(type, `${seed} ${type.name} ${id}`, { ...members, id: idAs(type, id) });
  const byId: Things['byId'] = (type, id) => {
    const known = storeOf(type).get(id);
    return known === null ? null : nodeWith(type, id, known?.members);
  };

  /** The fields of the type that an input sets, under their own names or, for what they refer to, under `<field>Id`. */
  const membersOf = (type: GraphQLObjectType, input: JsonObject): GraphqlNode['members'] =>
    Object.fromEntries(
      Object.entries(type.getFields()).flatMap(([name, field]): readonly (readonly [string, unknown])[] => {
        const of = getNamedType(field.type);
        if (name === 'id') return [];
        if (isLeafType(of)) return Object.hasOwn(input, name) ? [[name, input[name]]] : [];
        const id = input[`${name}Id`];
        return isEntity(of) && typeof id === 'string' ? [[name, byId(of, id)]] : [];
      }),
    );

  return {
    byId,
    all(type, seeded) {
      const store = storeOf(type);
      const created = [...store].flatMap(([id, known]) => (known?.created ? [nodeWith(type, id, known.members)] : []));
      const before = Array.from({ length: seeded }, (_, nth) =>
        byId(type, idFor(type, `${seed} ${type.name} #${nth}`, nth + 1)),
      );
      return [...created, ...before.filter((node) => node !== null)];
    },
    create(type, input, now) {
      made += 1;
      const own =
        typeof input.id === 'string' ? input.id : idFor(type, `${seed} ${type.name} new ${made}`, 1000 + made);
      const dates = ['createdAt', 'created_at', 'updatedAt', 'updated_at'].filter((name) => name in type.getFields());
      const members = { ...Object.fromEntries(dates.map((name) => [name, now])), ...membersOf(type, input) };
      storeOf(type).set(own, { members, created: true });
      return nodeWith(type, own, members);
    },
    update(type, id, input) {
      const store = storeOf(type);
      const known = store.get(id);
      const before = known?.members ?? {};
      const changes = membersOf(type, input);
      const isSame = Object.entries(changes).every(([name, value]) => sameText(value) === sameText(before[name]));
      if (!isSame) store.set(id, { members: { ...before, ...changes }, created: known?.created ?? false });
      return !isSame;
    },
    remove: (type, id) => void storeOf(type).set(id, null),
  };
}

const isNumeric = (type: GraphQLObjectType): boolean => {
  const id = type.getFields().id;
  return id !== undefined && getNamedType(id.type).name === 'Int';
};

const idFor = (type: GraphQLObjectType, from: string, nth: number): string =>
  isNumeric(type) ? String(nth) : uuidFrom(from);
const idAs = (type: GraphQLObjectType, id: string): Json => (isNumeric(type) ? Number(id) : id);

const sameText = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value ?? null)));
