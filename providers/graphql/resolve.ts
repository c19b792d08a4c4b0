/** Answers every field of a schema: from what there is, else made up in the shape that its type has. */
import {
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Json, JsonObject } from '../../harness/model/json.ts';
import type { Desk } from '../described/world.ts';
import { canonicalJson } from '../digest.ts';
import { isJsonObject } from '../json-body.ts';
import { leafFrom } from './leaves.ts';
import { type GraphqlNode, isEntity, nodeOf, type Things } from './things.ts';

/** What a list holds of things that were there before. */
const seededItems = 2;

interface Arguments {
  readonly [name: string]: unknown;
}

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null));

/** The members of all inputs of a mutation, those that stand alone included. */
function inputOf(args: Arguments): JsonObject {
  const given = Object.entries(args).map(([name, value]): JsonObject => {
    const json = asJson(value);
    return isJsonObject(json) ? json : { [name]: json };
  });
  return Object.assign({}, ...given);
}

const isNode = (source: unknown): source is GraphqlNode =>
  typeof source === 'object' && source !== null && 'from' in source && 'members' in source;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const limitIn = ({ first, last, limit }: Arguments): number | undefined =>
  [first, last, limit].find((value) => typeof value === 'number');

export function resolverOf(things: Things, desk: Desk): GraphQLFieldResolver<unknown, unknown> {
  let acts = 0;

  const made = (
    type: GraphQLOutputType,
    field: string,
    from: string,
    source: Partial<GraphqlNode>,
    args: Arguments,
    info: GraphQLResolveInfo,
  ): unknown => {
    if (isNonNullType(type)) return made(type.ofType, field, from, source, args, info);
    if (isListType(type)) return listOf(type.ofType, field, from, source, args, info);
    if (isLeafType(type)) {
      if (type.name === 'Boolean' && source.isPayload === true) return true;
      return /^has(?:Next|Previous)Page$/.test(field) ? false : leafFrom(type, field, from);
    }
    const concrete = isAbstractType(type) ? info.schema.getPossibleTypes(type)[0] : type;
    if (!isObjectType(concrete)) return null;
    if (isEntity(concrete)) return things.all(concrete, 1).at(-1) ?? null;
    const isPayload = source.isPayload ?? false;
    return nodeOf(concrete, from, {}, { limit: limitIn(args) ?? source.limit, isPayload });
  };

  const listOf = (
    item: GraphQLOutputType,
    field: string,
    from: string,
    source: Partial<GraphqlNode>,
    args: Arguments,
    info: GraphQLResolveInfo,
  ): readonly unknown[] => {
    if (source.isPayload === true && /errors?$/i.test(field)) return [];
    const type = getNamedType(item);
    const most = limitIn(args) ?? source.limit ?? Number.POSITIVE_INFINITY;
    if (isEntity(type)) return things.all(type, seededItems).slice(0, most);
    const ofEdge = isObjectType(type) ? type.getFields().node?.type : undefined;
    const inEdge = ofEdge === undefined ? undefined : getNamedType(ofEdge);
    if (isObjectType(type) && isEntity(inEdge))
      return things
        .all(inEdge, seededItems)
        .slice(0, most)
        .map((node) => nodeOf(type, node.from, { node, cursor: node.members.id }));
    return Array.from({ length: seededItems }, (_, nth) => made(item, field, `${from} ${nth}`, source, {}, info));
  };

  const query = (args: Arguments, info: GraphQLResolveInfo): unknown => {
    const type = getNamedType(info.returnType);
    const id = text(args.id);
    if (id !== undefined && isEntity(type) && !isListType(info.returnType)) return things.byId(type, id);
    return made(
      info.returnType,
      info.fieldName,
      `${desk.seed} ${info.fieldName} ${canonicalJson(asJson(args))}`,
      {},
      args,
      info,
    );
  };

  const mutate = (args: Arguments, info: GraphQLResolveInfo): unknown => {
    const type = getNamedType(info.returnType);
    const found = entityIn(type);
    const input = inputOf(args);
    acts += 1;
    const from = `${desk.seed} ${info.fieldName} ${acts}`;
    if (found === undefined) {
      desk.record({ operation: info.fieldName, entity: type.name, id: String(acts) });
      return made(info.returnType, info.fieldName, from, { isPayload: true }, args, info);
    }
    const changed = change(found.entity, info.fieldName, input);
    if (found.field === undefined) return changed;
    return isObjectType(type) ? nodeOf(type, from, { [found.field]: changed }, { isPayload: true }) : null;
  };

  const change = (type: GraphQLObjectType, field: string, input: JsonObject): GraphqlNode | null => {
    const id = text(input.id);
    const record = (of: string) => desk.record({ operation: field, entity: type.name, id: of });
    if (id !== undefined && /delete|remove|destroy/i.test(field)) {
      const node = things.byId(type, id);
      if (node !== null) record(id);
      things.remove(type, id);
      // What was removed is told once more.
      return node;
    }
    if (id !== undefined && !/create|add|insert|new/i.test(field)) {
      if (things.update(type, id, input)) record(id);
      return things.byId(type, id);
    }
    const node = things.create(type, input, new Date(desk.now()).toISOString());
    record(String(node.members.id));
    return node;
  };

  return (source, args, _context, info) => {
    if (info.parentType === info.schema.getMutationType()) return mutate(args, info);
    if (!isNode(source)) return query(args, info);
    if (Object.hasOwn(source.members, info.fieldName)) return source.members[info.fieldName];
    const from = `${source.from} ${info.fieldName} ${canonicalJson(asJson(args))}`;
    return made(info.returnType, info.fieldName, from, source, args, info);
  };
}

/** What a mutation is about: what it returns, or the first thing in what it returns. */
function entityIn(type: unknown): { readonly entity: GraphQLObjectType; readonly field?: string } | undefined {
  if (isEntity(type)) return { entity: type };
  if (!isObjectType(type)) return undefined;
  for (const [field, { type: of }] of Object.entries(type.getFields())) {
    const named = getNamedType(of);
    if (isEntity(named)) return { entity: named, field };
  }
  return undefined;
}
