/** The laws of test-laws.ts, kept by every provider. */
import { describe } from 'vitest';
import { thingsSchema } from './graphql/test-schema.ts';
import {
  anthropic,
  anthropicIds,
  convex,
  doppler,
  graphql,
  infisical,
  linear,
  linearIds,
  openai,
  openaiIds,
  openapi,
  type Provider,
  rest,
} from './index.ts';
import { thingsDocument } from './openapi/test-documents.ts';
import { tokenFor as infisicalTokenFor } from './secret-managers/infisical.ts';
import { keepsTheLaws, type ProviderCase, post } from './test-laws.ts';

const authorized = (authorization: string | undefined): Record<string, string> =>
  authorization === undefined ? {} : { Authorization: authorization };

const linearUrl = 'https://api.linear.app/graphql';
const linearWith = (
  query: (id: string | undefined) => string,
  variables: (title: string, id: string | undefined) => object,
): ProviderCase => ({
  provider: linear(),
  secret: 'apiKey',
  authorization: (credential) => credential,
  create: (title, id, authorization) =>
    post(linearUrl, { query: query(id), variables: variables(title, id) }, authorized(authorization)),
  read: (authorization) => post(linearUrl, { query: '{ viewer { id } }' }, authorized(authorization)),
});
const teamId = linearIds.team('ENG');
const literal = (name: string, value: string | undefined) => (value === undefined ? '' : `${name}: "${value}", `);

const batchAbout = (content: string) => ({
  requests: [
    { custom_id: 'a', params: { model: anthropicIds.model, max_tokens: 10, messages: [{ role: 'user', content }] } },
  ],
});

const createThing = (title: string, clientMutationId?: string) => ({
  query: 'mutation ($input: CreateThingInput!) { createThing(input: $input) { ok thing { id } } }',
  variables: { input: { title, ...(clientMutationId === undefined ? {} : { clientMutationId }) } },
});

type Manager = readonly [Provider, secret: string, url: string, scheme: string, tokenOf?: (secret: string) => string];
const managers: readonly Manager[] = [
  [doppler(), 'serviceToken', 'https://api.doppler.com/v3/configs/config/secrets/download?format=json', 'Bearer'],
  [
    infisical(),
    'clientSecret',
    'https://app.infisical.com/api/v3/secrets/raw?workspaceId=w&environment=dev',
    'Bearer',
    infisicalTokenFor,
  ],
  [convex(), 'deployKey', 'https://happy-otter-123.convex.cloud/api/v1/list_environment_variables', 'Convex'],
];

const cases: readonly (readonly [string, ProviderCase])[] = [
  [
    'linear, as its SDK writes it',
    linearWith(
      () => 'mutation createIssue($input: IssueCreateInput!) { issueCreate(input: $input) { success } }',
      (title, id) => ({ input: { teamId, title, ...(id === undefined ? {} : { id }) } }),
    ),
  ],
  [
    'linear, with the input written out',
    linearWith(
      () =>
        'mutation ($id: String, $title: String, $teamId: String!) { issueCreate(input: { id: $id, title: $title, teamId: $teamId }) { success } }',
      (title, id) => ({ teamId, title, ...(id === undefined ? {} : { id }) }),
    ),
  ],
  [
    'linear, with the id as a literal',
    linearWith(
      (id) =>
        `mutation ($title: String) { issueCreate(input: { ${literal('id', id)}title: $title, teamId: "${teamId}" }) { success } }`,
      (title) => ({ title }),
    ),
  ],
  [
    'rest',
    {
      provider: rest({ collections: ['tasks'] }),
      secret: 'apiKey',
      authorization: (credential) => `Bearer ${credential}`,
      create: (title, key, authorization) =>
        post(
          'https://api.example.com/v1/tasks',
          { title },
          { ...authorized(authorization), ...(key === undefined ? {} : { 'Idempotency-Key': key }) },
        ),
      read: (authorization) => ({
        method: 'GET',
        url: new URL('https://api.example.com/v1/tasks'),
        headers: new Headers(authorized(authorization)),
        body: '',
      }),
    },
  ],
  [
    'openai',
    {
      provider: openai(),
      secret: 'apiKey',
      authorization: (credential) => `Bearer ${credential}`,
      create: (title, _key, authorization) =>
        post(
          'https://api.openai.com/v1/responses',
          { model: openaiIds.model, input: title },
          authorized(authorization),
        ),
      read: (authorization) => ({
        method: 'GET',
        url: new URL('https://api.openai.com/v1/models'),
        headers: new Headers(authorized(authorization)),
        body: '',
      }),
    },
  ],
  [
    'anthropic',
    {
      provider: anthropic(),
      secret: 'apiKey',
      authorization: (credential) => `Bearer ${credential}`,
      create: (title, _key, authorization) =>
        post('https://api.anthropic.com/v1/messages/batches', batchAbout(title), {
          'anthropic-version': '2026-10-21',
          ...authorized(authorization),
        }),
      read: (authorization) => ({
        method: 'GET',
        url: new URL('https://api.anthropic.com/v1/models'),
        headers: new Headers({ 'anthropic-version': '2023-06-01', ...authorized(authorization) }),
        body: '',
      }),
    },
  ],
  [
    'an API from its OpenAPI document',
    {
      provider: openapi(thingsDocument),
      secret: 'apiKey',
      authorization: (credential) => `Bearer ${credential}`,
      create: (title, key, authorization) =>
        post(
          'https://eu.things.example/v2/things',
          { title },
          { ...authorized(authorization), ...(key === undefined ? {} : { 'Idempotency-Key': key }) },
        ),
      read: (authorization) => ({
        method: 'GET',
        url: new URL('https://eu.things.example/v2/things'),
        headers: new Headers(authorized(authorization)),
        body: '',
      }),
    },
  ],
  [
    'an API from its GraphQL schema',
    {
      provider: graphql(thingsSchema),
      secret: 'apiKey',
      authorization: (credential) => `Bearer ${credential}`,
      create: (title, key, authorization) =>
        post('https://api.example.com/graphql', createThing(title), {
          ...authorized(authorization),
          ...(key === undefined ? {} : { 'Idempotency-Key': key }),
        }),
      read: (authorization) =>
        post('https://api.example.com/graphql', { query: '{ me { id } }' }, authorized(authorization)),
    },
  ],
  [
    'an API from its GraphQL schema, with the key in a variable',
    {
      provider: graphql(thingsSchema, {
        idempotency: { variable: '/input/clientMutationId', repeated: 'conflict' },
        credential: { in: 'header', name: 'Authorization', scheme: 'Token' },
        rateLimit: { status: 400, resetIn: 'epoch-milliseconds' },
      }),
      secret: 'apiKey',
      authorization: (credential) => `Token ${credential}`,
      create: (title, key, authorization) =>
        post('https://api.example.com/graphql', createThing(title, key), authorized(authorization)),
      read: (authorization) =>
        post('https://api.example.com/graphql', { query: '{ me { id } }' }, authorized(authorization)),
    },
  ],
  ...managers.map(([provider, secret, url, scheme, tokenOf]): readonly [string, ProviderCase] => [
    provider.id,
    {
      provider,
      secret,
      ...(provider.id === 'doppler' ? { errorsHaveNoCode: true } : {}),
      authorization: (credential) => `${scheme} ${tokenOf?.(credential) ?? credential}`,
      read: (authorization) => ({
        method: 'GET',
        url: new URL(url),
        headers: new Headers(authorized(authorization)),
        body: '',
      }),
    },
  ]),
];

describe.each(cases)('%s', (_name, api) => {
  keepsTheLaws(api);
});
