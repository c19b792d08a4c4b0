/** Contracts that are data: what they give is what a module gives, and every mistake is told with its line. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalogue } from '../../providers/catalogue.ts';
import { normalise } from '../../reports/normalise.ts';
import { bench } from '../../scenarios/bench.ts';
import { gauntletIn } from '../cli/test-gauntlet.ts';
import { loadContract } from '../load-contract.ts';
import type { Report } from '../model/report.ts';
import { ContractError } from '../ports/errors.ts';
import { select } from '../select.ts';
import { inputArbitrary } from './input-arbitrary.ts';
import { inputSchema } from './input-schema.ts';
import { contractJsonSchema } from './shape.ts';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const service = fromRoot('harness/subjects/test-service.ts');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-contract-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const written = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

const yaml = `
service: shop
type: output-only
providers:
  - rest: { id: shop, origin: https://api.shop.example, collections: [orders] }
secrets: { SHOP_KEY: shop.apiKey }
policy: { maxRetries: 0, baseDelayMs: 50, maxDelayMs: 100, attemptTimeoutMs: 500 }
operations:
  order:
    stateChanging: true
    idempotency: none
    kind: other
    input:
      type: object
      properties:
        title: { type: string, minLength: 3, maxLength: 20 }
        count: { type: integer, minimum: 1, maximum: 9 }
        kind: { enum: [gift, sale] }
        note: { type: string }
      required: [title, count, kind]
    http: { method: POST, path: /order, value: /status }
subject:
  kind: command
  command: ['${process.execPath}', '${service}']
  env: { PORT: '{port}', STATE: '{stateDir}' }
  ready: { path: /health }
  probes: { effects: { path: /journal } }
`;

const twin = `
import { defineIntegration, fc } from '@compass/gauntlet';
import { rest } from '@compass/gauntlet/providers';
export default defineIntegration({
  service: 'shop',
  type: 'output-only',
  providers: [rest({ id: 'shop', origin: 'https://api.shop.example', collections: ['orders'] })],
  secrets: { SHOP_KEY: 'shop.apiKey' },
  policy: { maxRetries: 0, baseDelayMs: 50, maxDelayMs: 100, attemptTimeoutMs: 500 },
  operations: {
    order: {
      stateChanging: true, idempotency: 'none', kind: 'other',
      input: fc.record({
        title: fc.string({ minLength: 3, maxLength: 20 }), count: fc.integer({ min: 1, max: 9 }),
        kind: fc.constantFrom('gift', 'sale'), note: fc.string(),
      }, { requiredKeys: ['title', 'count', 'kind'] }),
      http: { method: 'POST', path: '/order', value: '/status' },
    },
  },
  subject: {
    kind: 'command', command: ['${process.execPath}', '${service}'],
    env: { PORT: '{port}', STATE: '{stateDir}' }, ready: { path: '/health' },
    probes: { effects: { path: '/journal' } },
  },
});
`;

const options = { seed: 1, jobs: 1, out: '', bail: false, inspect: false };

test('a contract in YAML gives the facts and the plans of its twin in TypeScript', async () => {
  const data = await loadContract(await written('shop.contract.yaml', yaml), catalogue);
  const module = await loadContract(await written('shop.contract.ts', twin), catalogue);
  expect(data.facts).toEqual(module.facts);
  const plans = select(data, bench, options, 'virtual').cases;
  expect(plans.length).toBeGreaterThan(50);
  expect(plans).toEqual(select(module, bench, options, 'virtual').cases);
});

const gauntlet = (...args: readonly string[]) => gauntletIn(folder, ...args);

/** Which file it was, and on which of its lines: the only things that may differ. */
const withoutFile = (report: Report): Report => {
  const { contractLines: _lines, ...facts } = report.integration;
  return { ...report, integration: { ...facts, contract: '' } };
};

test('run gives the same report for both, in jobs, and judge and replay take the stored run', async () => {
  await written('shop.contract.yaml', yaml);
  await written('shop.contract.ts', twin);
  const run = async (extension: string) => {
    // Its service calls an order made that the provider refused.
    const { code, stderr } = await gauntlet(
      ...['run', `shop.contract.${extension}`, '--rule', 'failure-is-returned,permanent-error-not-retried'],
      ...['--cases', '1', '--jobs', '2', '--format', 'json', '--out', extension],
    );
    expect([code, stderr]).toEqual([1, expect.any(String)]);
    const report: Report = JSON.parse(readFileSync(join(folder, extension, 'shop', 'compliance.json'), 'utf8'));
    return report;
  };
  const [data, module] = await Promise.all([run('yaml'), run('ts')]);
  expect(data).toMatchObject({ integration: { contractLines: { '': 2, SHOP_KEY: 6, order: 9 } } });
  expect(Object.fromEntries(data.rules.map(({ id, verdict }) => [id, verdict]))).toEqual({
    'failure-is-returned': 'fail',
    'permanent-error-not-retried': 'pass',
  });
  expect(normalise(withoutFile(data))).toEqual(normalise(withoutFile(module)));
  const [judged, replayed] = await Promise.all([
    gauntlet('judge', 'yaml/shop', '--format', 'json'),
    gauntlet('replay', 'yaml/shop'),
  ]);
  expect(judged).toMatchObject({ code: 1 });
  expect(replayed).toMatchObject({ code: 1, stdout: expect.stringContaining('STILL FAILS') });
}, 120_000);

const refusal = async (text: string): Promise<string> => {
  const error: unknown = await loadContract(await written('wrong.contract.yaml', text), catalogue).catch(
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(ContractError);
  return error instanceof Error ? error.message.replaceAll(join(folder, 'wrong.contract.yaml'), 'wrong') : '';
};

test('every mistake is told with its line, all at once', async () => {
  expect(
    await refusal(`service: ../x
type: outgoing
providers:
  - linear: { id: linear, quota: 3 }
  - rest: { id: shop, origin: 'https://api.shop.example/v1', collections: [orders] }
  - shopify
secrets: { 'SHOP KEY': shop.apiKey }
policy: { maxRetries: -1, baseDelayMs: 50, maxDelayMs: 10, attemptTimeoutMs: 500, deadlineMs: 400 }
polcy: {}
operations:
  order:
    stateChanging: yes
    idempotency: new
    kind: other
    input:
      type: object
      properties:
        title: { type: string, maxlength: 3 }
        day: { type: string, format: weekday }
        tags: { type: array }
        what: { oneOf: [] }
    http: { method: SEND, path: orders }
start: main
`),
  ).toMatchInlineSnapshot(`
    "wrong cannot be used. Correct it:
      wrong:1: service must be letters, digits, ".", "_" or "-"
      wrong:1: subject must have kind: 'command', kind: 'container' or kind: 'url'
      wrong:2: type must be 'output-only' or 'bidirectional' or 'input-only', not "outgoing"
      wrong:4: providers[0].linear.quota is not a field of it
      wrong:5: providers[1].rest.origin must be an origin, such as https://api.example.com
      wrong:6: providers[2] must be one of linear, openai, anthropic, rest, openapi, graphql, doppler, infisical, convex, such as linear
      wrong:7: secrets.SHOP KEY is no name of an environment variable
      wrong:8: policy.maxRetries must not be negative
      wrong:8: policy.maxDelayMs must not be less than baseDelayMs
      wrong:8: policy.deadlineMs must not be less than attemptTimeoutMs
      wrong:9: polcy is not a field of it
      wrong:12: operations.order.stateChanging must be a boolean, not string
      wrong:18: operations.order.input.properties.title.maxlength is not a field of it
      wrong:19: operations.order.input.properties.day.format must be one of uuid, email, date, date-time, uri, hostname, ipv4, ipv6
      wrong:20: operations.order.input.properties.tags.items is missing: give an object
      wrong:21: operations.order.input.properties.what.type must be one of string, integer, number, boolean, null, array, object; an enum, a const or an anyOf may stand in its place
      wrong:22: operations.order.http.method must be 'GET', 'POST', 'PUT', 'PATCH' or 'DELETE'
      wrong:22: operations.order.http.path must be a path, such as /tasks
      wrong:23: start is not a field of it"
  `);
});

test('what the parts say of each other is told with its line as well', async () => {
  const crossed = yaml
    .replace('SHOP_KEY: shop.apiKey', 'SHOP_KEY: shop.apiKey, OTHER: crm.apiKey')
    .replace('minLength: 3, maxLength: 20', 'minLength: 30, maxLength: 20')
    .replace('minimum: 1, maximum: 9', 'exclusiveMinimum: 8, maximum: 9, multipleOf: 2')
    .replace('required: [title, count, kind]', 'required: [title, color]')
    .replace('{ type: string }', "{ type: string, pattern: '^(?=a)b', minLength: 2 }")
    .replace("PORT: '{port}'", "PORT: '80'");
  expect(await refusal(crossed)).toMatchInlineSnapshot(`
    "wrong cannot be used. Correct it:
      wrong:6: secrets.OTHER: 'crm.apiKey' names a provider that the contract does not list. Listed: 'shop'; write '<provider>.<secret>', one of 'shop.apiKey', 'shop.clientSecret'.
      wrong:16: operations.order.input.properties.title.minLength must not be more than maxLength, 20
      wrong:17: operations.order.input.properties.count allows no whole number
      wrong:19: operations.order.input.properties.note.minLength cannot stand beside pattern: say the length in it, such as ^[a-z]{3,8}$
      wrong:19: operations.order.input.properties.note.pattern cannot be drawn from: Assertions of kind Lookahead not implemented yet!
      wrong:20: operations.order.input.required[1] names 'color', which is not in properties
      wrong:25: subject.env: nothing tells the service where to listen. Add env: { PORT: '{port}' }."
  `);
});

/** The same API as the collection that it stands in place of, as far as the service asks it. */
const openapiDocument = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: 'https://api.shop.example/v1' }]
paths:
  /orders:
    post:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '201':
          description: made
          content: { application/json: { schema: { type: object, properties: { id: { type: string } }, required: [id] } } }
`;

test('an API that is simulated from its own description is named by its file', async () => {
  await written('shop.openapi.yaml', openapiDocument);
  const named = '- openapi: { id: shop, document: ./shop.openapi.yaml, rateLimit: { requests: 100 } }';
  const path = await written('described.contract.yaml', yaml.replace(/- rest: .*/, named));
  expect((await loadContract(path, catalogue)).integration.providers[0]?.origins).toEqual(['https://api.shop.example']);
  const { code } = await gauntlet(
    ...['run', 'described.contract.yaml', '--rule', 'permanent-error-not-retried'],
    ...['--cases', '1', '--jobs', '1', '--format', 'json', '--out', 'described'],
  );
  expect(code).toBe(0);
  const report: Report = JSON.parse(readFileSync(join(folder, 'described', 'shop', 'compliance.json'), 'utf8'));
  expect(report.rules).toMatchObject([{ verdict: 'pass' }]);
  expect(report.surface).toMatchObject({ unclaimed: {}, harnessErrors: [] });

  await written('shop.graphql', 'type Query { orders: [Int!]! }');
  const schema = '- graphql: { id: shop, schema: ./shop.graphql, idempotency: { variable: /input/id } }';
  const other = await loadContract(await written('g.contract.yaml', yaml.replace(/- rest: .*/, schema)), catalogue);
  expect(other.integration.providers[0]?.id).toBe('shop');
}, 60_000);

test.each([
  ['openapi: { document: ./nowhere.yaml }', 'wrong:5: providers[0].openapi cannot read ./nowhere.yaml: ENOENT'],
  ['graphql: { schema: ./gone.json }', 'wrong:5: providers[0].graphql cannot read ./gone.json: ENOENT'],
  ['openapi: { document: ./text.yaml }', 'wrong:5: providers[0].openapi cannot use ./text.yaml: it holds no document'],
  ['openapi: {}', 'wrong:5: providers[0].openapi.document is missing: give a string'],
])('a description that cannot be used is told with its line: %s', async (provider, expected) => {
  await written('text.yaml', 'only words');
  expect(await refusal(yaml.replace(/- rest: .*/, `- ${provider}`))).toContain(expected);
});

test.each([
  ['is empty', '', /wrong is no contract.*wrong:1: the file must be an object/s],
  ['is no YAML', 'service: [', /is no YAML that can be read/],
  ['says a thing twice', 'service: a\nservice: b\n', /wrong:2: .*unique/],
  ['uses aliases', 'service: &a shop\ntype: *a\n', /wrong:2: \*a: write it out/],
])('a file that %s is refused with its line', async (_what, text, expected) => {
  expect(await refusal(text)).toMatch(expected);
});

test('a contract of its own webhooks and a named provider needs no code either', async () => {
  const { facts } = await loadContract(
    await written(
      'hooks.contract.yaml',
      `${yaml
        .replace('type: output-only', 'type: bidirectional')
        .replace(
          'collections: [orders] }',
          `collections: [orders],
      secrets: { apiKey: { prefix: sk_, randomLength: 20, use: credential }, webhookSecret: { prefix: '', randomLength: 40, use: webhook } } }`,
        )
        .replace('SHOP_KEY: shop.apiKey', 'SHOP_KEY: shop.apiKey, HOOK: shop.webhookSecret')}
webhook:
  provider: shop
  path: /hooks
  events: [order.created]
  dialect: { hmac: { id: acme, header: X-Acme-Signature, prefix: sha256=, encoding: hex } }
`,
    ),
    catalogue,
  );
  expect(facts.webhook).toMatchObject({ dialect: 'acme', secret: 'HOOK', signsTime: false });
});

test.each([
  { type: 'string', minLength: 2, maxLength: 5 },
  { type: 'string', pattern: '^[a-z]{3,8}-\\d+$' },
  { type: 'integer', minimum: -3, exclusiveMaximum: 12, multipleOf: 3 },
  { type: 'integer', minimum: 3_000_000_000 },
  { type: 'integer', exclusiveMaximum: -3_000_000_000 },
  { type: 'number', exclusiveMinimum: 0, maximum: 1.5 },
  { type: 'array', items: { type: 'boolean' }, minItems: 1, maxItems: 3 },
  { enum: ['a', 1, null, { b: [] }] },
  { const: { a: [1] } },
  { anyOf: [{ type: 'null' }, { type: 'string', minLength: 1 }] },
  {
    type: 'object',
    properties: { a: { type: 'number' }, b: { type: 'object', properties: { c: { type: 'null' } } } },
    required: ['a'],
    additionalProperties: false,
  },
])('draws only what JSON Schema allows: %j', (schema) => {
  const allows = new Ajv({ strict: true }).compile(schema);
  const drawn = inputArbitrary(inputSchema.parse(schema), (path, text) => expect.fail(`${path}: ${text}`));
  for (const value of fc.sample(drawn, { seed: 1, numRuns: 200 }))
    expect(allows(JSON.parse(JSON.stringify(value)))).toBe(true);
});

test.each([
  ['uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
  ['email', /^[^@\s]+@[^@\s]+\.[^@\s]+$/],
  ['date', /^\d{4}-\d{2}-\d{2}$/],
  ['date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/],
  ['uri', /^https?:\/\/\S+$/],
  ['hostname', /^[\w.-]+\.[a-z]+$/],
  ['ipv4', /^\d+(\.\d+){3}$/],
  ['ipv6', /^[0-9a-f:.]+$/i],
])('draws the format %s', (format, expected) => {
  const drawn = inputArbitrary(inputSchema.parse({ type: 'string', format }), () => expect.fail());
  for (const value of fc.sample(drawn, { seed: 1, numRuns: 100 })) expect(value).toMatch(expected);
});

test('the published JSON Schema is that of the loader, and editors can judge contracts with it', async () => {
  const schema = contractJsonSchema(catalogue);
  // After a change of the shape: npx vitest run harness/data-contract --update
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../contract.schema.json');
  const allows = new Ajv({ strict: false }).compile(schema);
  const example = readFileSync(fromRoot('examples/yaml/board.contract.yaml'), 'utf8');
  for (const text of [yaml, example]) expect([allows(parse(text)), allows.errors]).toEqual([true, null]);
  for (const [from, to] of [
    ['type: string', 'type: text'],
    ['maxLength', 'maxlength'],
    ['- rest', '- shopify'],
    ['kind: other', 'kind: fast'],
    ['policy:', 'polcy:'],
  ] as const)
    expect(allows(parse(yaml.replace(from, to)))).toBe(false);
});

test('the example loads', async () => {
  await expect(loadContract(fromRoot('examples/yaml/board.contract.yaml'), catalogue)).resolves.toMatchObject({
    facts: { service: 'board', webhook: { dialect: 'standard-webhooks', secret: 'SHOP_WEBHOOK_SECRET' } },
  });
});
