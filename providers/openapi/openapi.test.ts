import { getResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../harness/model/json.ts';
import { ContractError } from '../../harness/ports/errors.ts';
import { isJsonObject, parseJson } from '../json-body.ts';
import { answersOf } from './answers.ts';
import { operationsOf } from './operations.ts';
import { type OpenapiOptions, openapi } from './provider.ts';
import { largeDocument, thingsDocument } from './test-documents.ts';

const apiKey = 'key_live_abcdefghijklmnopqrstuvwxyz';
const base = 'https://eu.things.example/v2';

async function open(options: OpenapiOptions = {}, document: JsonObject = thingsDocument, seed = 3) {
  const now = Date.UTC(2026, 10, 27);
  const provider = openapi(document, options);
  const world = await provider.open({ seed, credentials: { apiKey }, now: () => now });
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const request = new Request(path.startsWith('http') ? path : `${base}${path}`, {
      method,
      headers: { Authorization: `Bearer ${apiKey}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const reply = await getResponse([...world.handlers], request);
    if (reply === undefined) throw new Error('nobody answered');
    const text = await reply.text();
    const json = parseJson(text);
    return { status: reply.status, headers: reply.headers, text, body: isJsonObject(json) ? json : {} };
  };
  return { provider, world, ask };
}

describe('an API from its OpenAPI document', () => {
  test('stands where its first server says', () => {
    expect(openapi(thingsDocument).origins).toEqual(['https://eu.things.example']);
  });

  test('what was created can be read, listed, changed and deleted', async () => {
    const { ask, world } = await open();
    const created = await ask('POST', '/things', { title: 'Broken login', state: 'open' });
    expect(created).toMatchObject({ status: 201, body: { title: 'Broken login', state: 'open' } });
    const path = `/things/${created.body.id}`;
    expect((await ask('GET', path)).body).toMatchObject({ id: created.body.id, title: 'Broken login' });
    expect((await ask('GET', '/things')).body.data).toMatchObject([
      { id: created.body.id, title: 'Broken login' },
      {},
      {},
    ]);
    expect((await ask('PATCH', path, { title: 'Mended' })).body).toMatchObject({
      id: created.body.id,
      title: 'Mended',
    });
    await ask('PATCH', path, { title: 'Mended' });
    expect((await ask('GET', path)).body.title).toBe('Mended');
    expect((await ask('POST', `${path}/archive`)).status).toBe(200);
    expect(await ask('DELETE', path)).toMatchObject({ status: 204, text: '' });
    expect((await ask('GET', path)).status).toBe(404);
    expect(world.ledger().map(({ operation }) => operation)).toEqual([
      'POST /things',
      'PATCH /things/{id}',
      'POST /things/{id}/archive',
      'DELETE /things/{id}',
    ]);
    expect(world.takeComplaints()).toEqual([]);
  });

  test('what nobody created here was there before, and is the same each time', async () => {
    const { ask } = await open();
    const first = await ask('GET', '/things/thing_7');
    expect(first.body).toMatchObject({ id: 'thing_7', title: expect.any(String) });
    expect((await ask('GET', '/things/thing_7')).text).toBe(first.text);
    const other = await open({}, thingsDocument, 4);
    expect((await other.ask('GET', '/things/thing_7')).text).not.toBe(first.text);
  });

  test.each([
    [
      'an unknown path',
      'GET',
      '/nothing',
      undefined,
      404,
      'GET https://eu.things.example: the description has no such path.',
    ],
    [
      'a method that the path does not have',
      'PUT',
      '/things',
      {},
      405,
      'PUT https://eu.things.example: the description has no such method for this path.',
    ],
    ['a missing field', 'POST', '/things', { state: 'open' }, 400, 'POST /things: title is missing.'],
    [
      'a wrong value',
      'POST',
      '/things',
      { title: 'a', state: 'ajar' },
      400,
      'POST /things: state must be equal to one of the allowed values.',
    ],
    ['a missing body', 'POST', '/things', undefined, 400, 'POST /things: the body is missing.'],
    ['a body that is no JSON', 'POST', '/things', '{"title"', 400, 'POST /things: the body is not JSON.'],
    [
      'a wrong parameter',
      'GET',
      '/things?limit=many',
      undefined,
      400,
      'GET /things: query parameter limit must be integer.',
    ],
  ])('%s is refused in the error shape, and complained of', async (_what, method, path, body, status, complaint) => {
    const { ask, world } = await open();
    expect(await ask(method, path, body)).toMatchObject({ status, body: { error: { code: expect.any(String) } } });
    expect(world.takeComplaints()).toEqual([complaint]);
    expect(world.ledger()).toEqual([]);
  });

  test.each([
    [
      'an unknown field',
      'POST',
      '/things',
      { title: 'a', colour: 'red' },
      'POST /things: colour is no field of this operation.',
    ],
    [
      'an unknown parameter',
      'GET',
      '/things?colour=red',
      undefined,
      'GET /things: query parameter colour is none of this operation.',
    ],
    [
      'a body where none belongs',
      'POST',
      '/things/a/archive',
      {},
      'POST /things/{id}/archive: a body was sent to an operation that takes none.',
    ],
  ])(
    '%s is complained of and carried out, as the schema leaves it open',
    async (_what, method, path, body, complaint) => {
      const { ask, world } = await open();
      expect((await ask(method, path, body)).status).toBeLessThan(300);
      expect(world.takeComplaints()).toEqual([complaint]);
    },
  );

  test('what fits is not complained of: several values, null, and fields that only servers write', async () => {
    const { ask, world } = await open();
    expect((await ask('GET', '/things?limit=5&state=open&state=closed')).status).toBe(200);
    expect((await ask('POST', '/things', { title: 'a', owner_id: null })).status).toBe(201);
    expect(world.takeComplaints()).toEqual([]);
  });

  test('what is public needs no credential', async () => {
    const { ask, world } = await open();
    expect((await ask('GET', '/health', undefined, { Authorization: '' })).status).toBe(200);
    expect((await ask('GET', '/things', undefined, { Authorization: '' })).status).toBe(401);
    expect(world.takeComplaints()).toEqual([
      'No credential: the header Authorization was expected to hold Bearer and a credential.',
    ]);
  });

  test('says its errors, limits, keys and credentials as the options have it', async () => {
    const { ask, provider, world } = await open({
      credential: { in: 'header', name: 'X-Api-Key' },
      idempotency: { header: 'X-Request-Key', repeated: 'conflict' },
      rateLimit: { status: 403, requests: 3, headers: { remaining: 'X-Left', reset: 'X-Again' }, resetIn: 'seconds' },
      error: { body: { fault: ['{code}', { text: '{message}' }], http: '{status}' }, codes: { 404: 'E404' } },
    });
    const headers = { 'X-Api-Key': apiKey, 'X-Request-Key': 'k1' };
    const created = await ask('POST', '/things', { title: 'a' }, headers);
    expect([created.status, created.headers.get('x-left')]).toEqual([201, '2']);
    expect(await ask('POST', '/things', { title: 'a' }, headers)).toMatchObject({
      status: 409,
      body: { fault: ['idempotency_conflict', { text: expect.any(String) }], http: 409 },
    });
    expect((await ask('GET', '/nowhere', undefined, headers)).body).toMatchObject({ fault: ['E404', {}], http: 404 });
    const limited = await ask('GET', '/things', undefined, headers);
    expect([limited.status, limited.headers.get('x-left'), limited.headers.get('x-again')]).toEqual([403, '0', '60']);
    const context = { now: 5000, epochMs: 0, credentials: {} };
    const received = { method: 'GET', url: new URL(base), headers: new Headers(), body: '' };
    const reading = provider.dialect.readReply(
      received,
      { status: 403, headers: limited.headers, body: limited.text },
      context,
    );
    expect(reading).toMatchObject({ class: 'rate-limited', errorCode: 'rate_limited' });
    const forbidden = provider.dialect.error(received, 403);
    const told = { status: 403, headers: forbidden.headers, body: await forbidden.text() };
    expect(provider.dialect.readReply(received, told, context).class).toBe('permanent');
    expect(world.ledger()).toHaveLength(1);
  });

  test('answers that are given are told as they are, and searches by POST change nothing', async () => {
    const { ask, world } = await open({
      answers: { 'GET /things': { data: [] } },
      reads: ['POST /things/{id}/archive'],
    });
    expect((await ask('GET', '/things')).body).toEqual({ data: [] });
    await ask('POST', '/things/a/archive');
    expect(world.ledger()).toEqual([]);
  });

  test('a document of 300 operations opens, and each of its answers fits its schema', async () => {
    const document = largeDocument(50);
    const operations = operationsOf(document, '/v2');
    expect(operations.all).toHaveLength(300);
    await open({}, document);
    const answers = answersOf(document, {});
    // Checked against its schema as it is made: what does not fit is thrown.
    const told = operations.all.slice(0, 12).map((operation) => answers.of(operation, 'a'));
    expect(told.map(({ status }) => status)).toEqual([200, 201, 200, 204, 200, 200, 200, 201, 200, 204, 200, 200]);
  });
});

describe('a broken document is refused with the place and the reason', () => {
  const broken = (change: object): object => ({ ...thingsDocument, ...change });
  const get = (operation: object) => broken({ paths: { '/things': { get: operation } } });
  test.each([
    ['no version', broken({ openapi: undefined }), '/openapi: the version is missing'],
    ['an old version', { swagger: '2.0', info: { title: 'Old' } }, '/openapi: this is Swagger 2.0'],
    ['no responses', get({}), "/paths/~1things/get: must have required property 'responses'"],
    [
      'a wrong place of a parameter',
      get({ parameters: [{ name: 'a', in: 'querry', required: true, schema: {} }], responses: {} }),
      '/paths/~1things/get/parameters/0/in: "querry" is not allowed here',
    ],
    [
      'a reference to nothing',
      get({ responses: { 200: { $ref: '#/components/responses/No' } } }),
      '/paths/~1things/get/responses/200: #/components/responses/No does not exist',
    ],
    [
      'a reference to a file',
      get({ responses: { 200: { $ref: './a.yaml#/b' } } }),
      '/paths/~1things/get/responses/200: ./a.yaml#/b stands in another file',
    ],
    [
      'a wrong schema, in 3.1',
      {
        openapi: '3.1.0',
        info: { title: 'a', version: '1' },
        paths: {},
        components: { schemas: { A: { type: 'strng' } } },
      },
      '/components/schemas/A/type: "strng" is not allowed here',
    ],
  ])('%s', async (_what, document, text) => {
    const opening = Promise.resolve(openapi(document).open({ seed: 1, credentials: {}, now: Date.now }));
    await expect(opening).rejects.toThrow(ContractError);
    await expect(opening).rejects.toThrow(text);
  });
});
