/** For tests and the bench: descriptions of APIs, one to read and one as large as asked for. */
import type { Json, JsonObject } from '../../harness/model/json.ts';

const reference = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: JsonObject): JsonObject => ({ content: { 'application/json': { schema } } });
const replies = (status: string, schema: JsonObject): JsonObject => ({
  [status]: { description: 'As asked.', ...json(schema) },
  default: { description: 'A problem.', ...json(reference('Problem')) },
});

/** Four operations on a collection, each thing with parts of every kind that a schema has. */
export const collectionPaths = (name: string, type: string): { readonly [path: string]: JsonObject } => ({
  [`/${name}`]: {
    get: {
      parameters: [
        { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
        { name: 'state', in: 'query', schema: { type: 'array', items: { enum: ['open', 'closed'] } } },
      ],
      responses: replies('200', {
        type: 'object',
        required: ['data'],
        properties: { data: { type: 'array', items: reference(type) }, next: { type: 'string', nullable: true } },
      }),
    },
    post: {
      requestBody: { required: true, ...json(reference(`${type}Input`)) },
      responses: replies('201', reference(type)),
    },
  },
  [`/${name}/{id}`]: {
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    get: { responses: replies('200', reference(type)) },
    patch: {
      requestBody: json({ type: 'object', properties: { title: { type: 'string' } } }),
      responses: replies('200', reference(type)),
    },
    delete: { responses: { '204': { description: 'Gone.' } } },
  },
  [`/${name}/{id}/archive`]: {
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    post: { responses: replies('200', reference(type)) },
  },
});

export const collectionSchemas = (type: string): { readonly [name: string]: JsonObject } => ({
  [type]: {
    type: 'object',
    required: ['id', 'title', 'created_at'],
    properties: {
      id: { type: 'string', readOnly: true },
      title: { type: 'string' },
      state: { type: 'string', enum: ['open', 'closed'] },
      priority: { type: 'integer', minimum: 0, maximum: 4, exclusiveMaximum: true },
      link: { type: 'string', format: 'uri' },
      owner: { allOf: [reference('Person')], nullable: true },
      labels: { type: 'array', items: { oneOf: [{ type: 'string', pattern: '^[a-z]{3,8}$' }, { type: 'integer' }] } },
      parent: reference(type),
      created_at: { type: 'string', format: 'date-time', readOnly: true },
    },
  },
  [`${type}Input`]: {
    type: 'object',
    required: ['id', 'title'],
    properties: {
      id: { type: 'string', readOnly: true },
      title: { type: 'string', minLength: 1 },
      state: { type: 'string', enum: ['open', 'closed'] },
      owner_id: { type: 'string', nullable: true },
    },
  },
});

const document = (paths: JsonObject, schemas: JsonObject, title: string): JsonObject => ({
  openapi: '3.0.3',
  info: { title, version: '1.0.0' },
  servers: [{ url: 'https://{region}.things.example/v2', variables: { region: { default: 'eu' } } }],
  security: [{ token: [] }],
  paths,
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      ...schemas,
      Person: { type: 'object', required: ['email'], properties: { email: { type: 'string', format: 'email' } } },
      Problem: { type: 'object', properties: { error: { type: 'object' } } },
    },
  },
});

export const thingsDocument: JsonObject = document(
  {
    ...collectionPaths('things', 'Thing'),
    '/health': { get: { security: [], responses: replies('200', { type: 'object' }) } },
  },
  collectionSchemas('Thing'),
  'Things',
);

/** Six operations and two schemas for each collection. */
export function largeDocument(collections: number): JsonObject {
  const paths: { [path: string]: Json } = {};
  const schemas: { [name: string]: Json } = {};
  for (let nth = 0; nth < collections; nth += 1) {
    Object.assign(paths, collectionPaths(`things-${nth}`, `Thing${nth}`));
    Object.assign(schemas, collectionSchemas(`Thing${nth}`));
  }
  return document(paths, schemas, `${collections} collections`);
}
