/** Collections of JSON resources: create, read, list, update, delete; every real change goes to the ledger. */
import type { JsonObject } from '../../harness/model/json.ts';
import type { LedgerEntry } from '../../harness/ports/provider.ts';
import { canonicalJson, uuidFrom } from '../digest.ts';
import { isJsonObject, parseJson } from '../json-body.ts';
import { operationOf } from './dialect.ts';
import { errorReply } from './errors.ts';

type Resource = JsonObject & { readonly id: string };
type Collection = Map<string, Resource>;

/** Numbers the resources made, so that no id is given twice, also after a deletion. */
type Counter = () => number;

export interface CollectionContext {
  readonly seed: number;
  /** Unix time in ms. */
  now(): number;
  record(entry: LedgerEntry): void;
  complain(complaint: string): void;
}

export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

const defaultPage = 20;
const largestPage = 100;

/** Answers everything under `/v1/`. 404 for collections that this provider does not have. */
export function openCollections(names: readonly string[], context: CollectionContext): (call: Call) => Response {
  const collections = new Map<string, Collection>(names.map((name) => [name, new Map()]));
  let made = 0;
  const count = () => {
    made += 1;
    return made;
  };
  return (call) => {
    const [version, name = '', id, ...rest] = call.url.pathname.split('/').slice(1);
    const collection = collections.get(name);
    if (version !== 'v1' || collection === undefined || rest.length > 0) return errorReply(404);
    if (id !== undefined) return onResource(call, name, collection, id, context);
    if (call.method === 'GET') return list(collection, call.url);
    if (call.method === 'POST') return create(call, name, collection, count, context);
    return errorReply(405);
  };
}

function membersOf({ method, url, body }: Call, { complain }: CollectionContext): JsonObject | undefined {
  const members = parseJson(body);
  if (isJsonObject(members)) return members;
  complain(`${operationOf(method, url.pathname)}: the body is not a JSON object.`);
  return undefined;
}

function create(
  call: Call,
  name: string,
  collection: Collection,
  count: Counter,
  context: CollectionContext,
): Response {
  const members = membersOf(call, context);
  if (members === undefined) return errorReply(400);
  const id = uuidFrom(`rest ${name} ${context.seed} ${count()}`);
  const at = new Date(context.now()).toISOString();
  const resource = { ...members, id, created_at: at, updated_at: at };
  collection.set(id, resource);
  context.record({ operation: operationOf(call.method, call.url.pathname), entity: name, id });
  return Response.json(resource, { status: 201 });
}

function onResource(
  call: Call,
  name: string,
  collection: Collection,
  id: string,
  context: CollectionContext,
): Response {
  const before = collection.get(id);
  if (before === undefined) return errorReply(404);
  const entry = { operation: operationOf(call.method, call.url.pathname), entity: name, id };
  switch (call.method) {
    case 'GET':
      return Response.json(before);
    case 'PATCH': {
      const members = membersOf(call, context);
      if (members === undefined) return errorReply(400);
      const after = { ...before, ...members, id, updated_at: new Date(context.now()).toISOString() };
      const changed = canonicalJson({ ...after, updated_at: null }) !== canonicalJson({ ...before, updated_at: null });
      // Setting what is already so is no change: a repeated update has one effect.
      if (!changed) return Response.json(before);
      collection.set(id, after);
      context.record(entry);
      return Response.json(after);
    }
    case 'DELETE':
      collection.delete(id);
      context.record(entry);
      return new Response(null, { status: 204 });
    default:
      return errorReply(405);
  }
}

function list(collection: Collection, url: URL): Response {
  const limit = Number(url.searchParams.get('limit') ?? defaultPage);
  if (!Number.isInteger(limit) || limit < 1 || limit > largestPage) {
    return errorReply(422, { message: `limit must be a whole number from 1 to ${largestPage}.` });
  }
  const all = [...collection.values()];
  const after = url.searchParams.get('after');
  const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const data = all.slice(from, from + limit);
  const hasMore = from + data.length < all.length;
  return Response.json({ data, has_more: hasMore, next: hasMore ? (data.at(-1)?.id ?? null) : null });
}
