/**
 * What was created can be read: `POST /things` makes what `GET /things/{id}` tells, `GET /things` lists, `PATCH` and `PUT`
 * change and `DELETE` removes. An id that nobody created here stands for something that was there before.
 */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import type { Desk } from '../described/world.ts';
import { canonicalJson, uuidFrom } from '../digest.ts';
import { isJsonObject } from '../json-body.ts';
import type { Answer, Answers } from './answers.ts';
import type { Asked, Operation, Operations } from './operations.ts';

interface Collection {
  /** Everything known of each, by its id as it stands in a path. Null once it was deleted. */
  readonly members: Map<string, JsonObject | null>;
}

const lastParameter = /^(.*)\/\{([^/{}]+)\}$/;

/** The last literal segment: what the things in it are called. */
export const entityOf = (template: string): string =>
  template
    .split('/')
    .filter((segment) => segment !== '' && !segment.includes('{'))
    .at(-1) ?? 'resource';

/** `thing_id` and `thingId` are often called `id` in the thing itself. */
const idNames = (parameter: string): readonly string[] => [
  parameter,
  parameter.split('_').at(-1) ?? parameter,
  parameter.replace(/^.*?([A-Z])([a-z]*)$/, (_all, first: string, rest: string) => `${first.toLowerCase()}${rest}`),
  'id',
];

interface Found {
  readonly path: readonly string[];
  readonly idName: string;
  readonly value: JsonObject;
}

/** The thing in an answer: the answer itself, or what stands alone under `data` and the like. */
function thingIn(body: Json | undefined, parameter: string): Found | undefined {
  if (!isJsonObject(body)) return undefined;
  const idOf = (value: JsonObject) =>
    idNames(parameter).find((name) => typeof value[name] === 'string' || typeof value[name] === 'number');
  const own = idOf(body);
  if (own !== undefined) return { path: [], idName: own, value: body };
  for (const [name, value] of Object.entries(body)) {
    const idName = isJsonObject(value) ? idOf(value) : undefined;
    if (isJsonObject(value) && idName !== undefined) return { path: [name], idName, value };
  }
  return undefined;
}

export interface Stored {
  /** Undefined where the path is no collection's and no member's. `body`: what was sent. */
  answer(asked: Asked, path: string, body: JsonObject | undefined, desk: Desk): Answer | 'not-found' | undefined;
}

export function openCollections(operations: Operations, answers: Answers): Stored {
  const collections = new Map<string, Collection>();
  let made = 0;
  const collectionAt = (path: string): Collection => {
    const known = collections.get(path) ?? { members: new Map() };
    collections.set(path, known);
    return known;
  };

  const itemOf = (collection: string): { readonly operation: Operation; readonly parameter: string } | undefined => {
    for (const operation of operations.all) {
      const [, parent, parameter] = lastParameter.exec(operation.template) ?? [];
      if (parent === collection && parameter !== undefined) return { operation, parameter };
    }
    return undefined;
  };

  const create = (asked: Asked, path: string, body: JsonObject, parameter: string, desk: Desk): Answer | undefined => {
    made += 1;
    const { operation } = asked;
    const answer = answers.of(operation, `${desk.seed} ${path} ${made}`);
    const found = thingIn(answer.body, parameter);
    if (found === undefined || answer.body === undefined) return undefined;
    const id = newId(found.value[found.idName], `openapi ${desk.seed} ${path} ${made}`, made);
    const whole = answers.with(operation, answer.body, found.path, { ...body, [found.idName]: id });
    const value = thingIn(whole, parameter)?.value ?? found.value;
    collectionAt(path).members.set(String(value[found.idName]), { ...body, ...value });
    desk.record({ operation: operation.name, entity: entityOf(operation.template), id: String(value[found.idName]) });
    return { status: answer.status, body: whole };
  };

  const told = ({ operation }: Asked, path: string, id: string, parameter: string, desk: Desk): Answer => {
    const answer = answers.of(operation, `${desk.seed} ${path}`);
    const found = thingIn(answer.body, parameter);
    if (answer.body === undefined || found === undefined) return answer;
    const known = collectionAt(parentOf(path)).members.get(id) ?? {};
    const asId = typeof found.value[found.idName] === 'number' ? Number(id) : id;
    return { ...answer, body: answers.with(operation, answer.body, found.path, { [found.idName]: asId, ...known }) };
  };

  const change = (asked: Asked, path: string, id: string, parameter: string, body: JsonObject, desk: Desk): Answer => {
    const { members } = collectionAt(parentOf(path));
    const before = members.get(id) ?? {};
    const after = { ...before, ...body };
    // Setting what is already so is no change: a repeated update has one effect.
    if (canonicalJson(after) !== canonicalJson(before)) {
      members.set(id, after);
      desk.record({ operation: asked.operation.name, entity: entityOf(asked.operation.template), id });
    }
    return told(asked, path, id, parameter, desk);
  };

  const list = ({ operation }: Asked, path: string, desk: Desk): Answer => {
    const answer = answers.of(operation, `${desk.seed} ${path}`);
    const known = [...collectionAt(path).members.values()].filter((member) => member !== null);
    return answer.body === undefined ? answer : { ...answer, body: listed(operation, answer.body, known, answers) };
  };

  return {
    answer(asked, path, body, desk) {
      const { method, template } = asked.operation;
      const [, parent, parameter] = lastParameter.exec(template) ?? [];
      if (parent === undefined || parameter === undefined) {
        const item = itemOf(template);
        if (item === undefined) return undefined;
        if (method === 'POST') return create(asked, path, body ?? {}, item.parameter, desk);
        return method === 'GET' ? list(asked, path, desk) : undefined;
      }
      const id = asked.params[parameter] ?? '';
      const { members } = collectionAt(parentOf(path));
      if (members.get(id) === null) return 'not-found';
      if (method === 'GET') return told(asked, path, id, parameter, desk);
      if (method === 'PATCH' || method === 'PUT' || method === 'POST')
        return change(asked, path, id, parameter, body ?? {}, desk);
      if (method !== 'DELETE') return undefined;
      members.set(id, null);
      desk.record({ operation: asked.operation.name, entity: entityOf(template), id });
      return answers.of(asked.operation, `${desk.seed} ${path}`);
    },
  };
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** Another one each time, in the form of the one that was generated. */
function newId(like: Json | undefined, from: string, nth: number): Json {
  if (typeof like === 'number') return 100_000 + nth;
  return uuidFrom(from);
}

/** What was created comes first in a list: in the answer itself, or in the only list that stands in it. */
function listed(operation: Operation, body: Json, known: readonly JsonObject[], answers: Answers): Json {
  if (known.length === 0) return body;
  if (Array.isArray(body)) return answers.listing(operation, body, undefined, known);
  const lists = isJsonObject(body) ? Object.entries(body).filter(([, value]) => isListOfThings(value)) : [];
  const [only, ...more] = lists;
  return only === undefined || more.length > 0 ? body : answers.listing(operation, body, only[0], known);
}

const isListOfThings = (value: Json): boolean => Array.isArray(value) && isJsonObject(value[0]);
