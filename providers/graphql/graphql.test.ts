import { getIntrospectionQuery } from 'graphql';
import { getResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import { ContractError } from '../../harness/ports/errors.ts';
import { isJsonObject, parseJson } from '../json-body.ts';
import { type GraphqlOptions, graphql } from './provider.ts';
import { thingsSchema } from './test-schema.ts';

const apiKey = 'key_live_abcdefghijklmnopqrstuvwxyz';
const now = Date.UTC(2026, 10, 27);

async function open(schema: string | object = thingsSchema, options: GraphqlOptions = {}, seed = 3) {
  const provider = graphql(schema, options);
  const world = await provider.open({ seed, credentials: { apiKey }, now: () => now });
  const send = async (body: string, path = '/graphql', method = 'POST') => {
    const request = new Request(`https://api.example.com${path}`, {
      method,
      headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
      ...(method === 'GET' ? {} : { body }),
    });
    const reply = await getResponse([...world.handlers], request);
    if (reply === undefined) throw new Error('nobody answered');
    const text = await reply.text();
    const json = parseJson(text);
    const value = isJsonObject(json) ? json : {};
    return { status: reply.status, text, data: value.data, errors: value.errors };
  };
  const ask = (query: string, variables: object = {}) => send(JSON.stringify({ query, variables }));
  return { provider, world, ask, send };
}

const create = `mutation ($input: CreateThingInput!) { createThing(input: $input) { ok thing { id title state createdAt owner { id } } userErrors { message } } }`;

describe('an API from its GraphQL schema', () => {
  test('what was created can be read, listed, changed and deleted', async () => {
    const { ask, world } = await open();
    const { data } = await ask(create, { input: { title: 'Broken login', state: 'CLOSED', ownerId: 'p1' } });
    expect(data).toEqual({
      createThing: {
        ok: true,
        userErrors: [],
        thing: {
          id: expect.any(String),
          title: 'Broken login',
          state: 'CLOSED',
          createdAt: '2026-11-27T00:00:00.000Z',
          owner: { id: 'p1' },
        },
      },
    });
    const [{ id } = { id: '' }] = world.ledger();
    const read = () => ask('query ($id: ID!) { thing(id: $id) { id title } }', { id });
    expect((await read()).data).toEqual({ thing: { id, title: 'Broken login' } });
    expect(
      (await ask('{ things(first: 2) { nodes { title } edges { node { id } } pageInfo { hasNextPage } } }')).data,
    ).toEqual({
      things: {
        nodes: [{ title: 'Broken login' }, { title: expect.any(String) }],
        edges: [{ node: { id } }, { node: { id: expect.any(String) } }],
        pageInfo: { hasNextPage: false },
      },
    });
    const update = `mutation ($id: ID!) { updateThing(id: $id, input: { title: "Mended" }) { thing { title } } }`;
    await ask(update, { id });
    expect((await ask(update, { id })).data).toEqual({ updateThing: { thing: { title: 'Mended' } } });
    expect((await ask('mutation ($id: ID!) { deleteThing(id: $id) { ok } }', { id })).data).toEqual({
      deleteThing: { ok: true },
    });
    expect((await read()).data).toEqual({ thing: null });
    expect((await ask('mutation { touch(label: "a") { ok } }')).data).toEqual({ touch: { ok: true } });
    expect(world.ledger()).toEqual([
      { operation: 'createThing', entity: 'Thing', id },
      { operation: 'updateThing', entity: 'Thing', id },
      { operation: 'deleteThing', entity: 'Thing', id },
      { operation: 'touch', entity: 'Done', id: expect.any(String) },
    ]);
    expect(world.takeComplaints()).toEqual([]);
  });

  test('all else is made up, the same each time, in the shape of the schema', async () => {
    const query =
      '{ me { id name email things { id state count watcher { name } } } thing(id: "t1") { id title createdAt } }';
    const [one, same, other] = await Promise.all([open(), open(), open(thingsSchema, {}, 4)]);
    const told = await one.ask(query);
    expect(told.errors).toBeUndefined();
    expect(told.data).toMatchObject({
      thing: { id: 't1', createdAt: expect.stringMatching(/^\d{4}-.*Z$/) },
      me: { email: expect.stringContaining('@') },
    });
    expect((await same.ask(query)).text).toBe(told.text);
    expect((await other.ask(query)).text).not.toBe(told.text);
  });

  test('an introspection serves as well', async () => {
    const { ask } = await open();
    const { data } = await ask(getIntrospectionQuery());
    const again = await open({ data });
    expect((await again.ask('{ me { id } }')).data).toEqual({ me: { id: expect.any(String) } });
  });

  test.each([
    ['an unknown field', '{ me { colour } }', {}, 'Cannot query field "colour" on type "Person".'],
    [
      'a missing argument',
      '{ thing { id } }',
      {},
      'Argument "Query.thing(id:)" of type "ID!" is required, but it was not provided.',
    ],
    [
      'a missing variable',
      create,
      {},
      'Variable "$input" has invalid value: Expected a value of non-null type "CreateThingInput!" to be provided.',
    ],
    [
      'an unknown field in a variable',
      create,
      { input: { title: 'a', colour: 'red' } },
      'Variable "$input" has invalid value: Expected value of type "CreateThingInput" not to include unknown field "colour"',
    ],
    ['a document that does not parse', '{ me {', {}, 'Syntax Error: Expected Name, found <EOF>.'],
  ])('%s is refused in the error shape, and complained of', async (_what, query, variables, complaint) => {
    const { ask, world } = await open();
    expect(await ask(query, variables)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: expect.any(String) } }],
    });
    expect(world.takeComplaints()).toEqual([expect.stringContaining(complaint)]);
    expect(world.ledger()).toEqual([]);
  });

  test('a wrong address, method or body is complained of', async () => {
    const { send, world } = await open();
    const asked = [await send('{}', '/nowhere'), await send('', '/graphql', 'GET'), await send('{"query"')];
    expect(asked.map(({ status }) => status)).toEqual([404, 405, 400]);
    expect(world.takeComplaints()).toHaveLength(3);
  });

  test('an error that comes with 200 is read by its code', () => {
    const { dialect } = graphql(thingsSchema, { error: { codes: { 429: 'SLOW_DOWN' } } });
    const received = {
      method: 'POST',
      url: new URL('https://api.example.com/graphql'),
      headers: new Headers(),
      body: '',
    };
    const classOf = (code: string) => {
      const body = JSON.stringify({ errors: [{ message: 'No.', extensions: { code } }], data: null });
      return dialect.readReply(
        received,
        { status: 200, headers: new Headers(), body },
        { now: 0, epochMs: 0, credentials: {} },
      ).class;
    };
    expect(['SLOW_DOWN', 'UNAUTHENTICATED', 'INTERNAL_SERVER_ERROR', 'WHO_KNOWS'].map(classOf)).toEqual([
      'rate-limited',
      'permanent',
      'server-error',
      'other',
    ]);
  });

  test.each([
    ['a type that is not there', 'type Query {\n  a: Bee\n}', '2:6 Unknown type "Bee"'],
    ['what does not parse', 'type Query {\n  a:', '2:5 Syntax Error'],
    ['no query', 'type A { a: Int }', 'Query root type must be provided.'],
    [
      'an object among arguments',
      'type Query { a(x: Out): Int }\ntype Out { b: Int }',
      '1:19 The type of Query.a(x:) must be Input Type',
    ],
    ['no introspection', { types: [] }, 'an introspection result with a member __schema was expected'],
  ])('a broken schema is refused with the place and the reason: %s', async (_what, schema, text) => {
    const opening = open(schema);
    await expect(opening).rejects.toThrow(ContractError);
    await expect(opening).rejects.toThrow(text);
  });
});
