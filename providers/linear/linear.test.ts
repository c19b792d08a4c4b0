/** The unmodified `@linear/sdk` judges the simulated Linear, over real sockets. */
import {
  AuthenticationLinearError,
  ForbiddenLinearError,
  GraphqlLinearError,
  InternalLinearError,
  InvalidInputLinearError,
  LinearClient,
  NetworkLinearError,
  RatelimitedLinearError,
} from '@linear/sdk';
import { http } from 'msw';
import { afterEach, describe, expect, test } from 'vitest';
import type { OpenProvider, ReceivedRequest, RetryAfterForm } from '../../harness/ports/provider.ts';
import { type Loopback, serve } from '../test-loopback.ts';
import { linearIds } from './fixtures.ts';
import { type LinearOptions, linear } from './provider.ts';

const apiKey = `lin_api_${'k'.repeat(40)}`;
const oauthToken = `lin_oauth_${'t'.repeat(40)}`;
const noon = Date.UTC(2026, 10, 23, 12);
const hour = 60 * 60 * 1000;

const opened: Loopback[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((loopback) => loopback.close()));
});

interface Bench {
  readonly client: LinearClient;
  readonly provider: OpenProvider;
  readonly url: string;
  readonly clock: { now: number };
  clientWith(credentials: { apiKey?: string; accessToken?: string }): LinearClient;
}

async function bench(options: LinearOptions = {}, seed = 7): Promise<Bench> {
  const clock = { now: noon };
  const provider = await linear(options).open({ seed, credentials: { apiKey, oauthToken }, now: () => clock.now });
  const loopback = await serve('https://api.linear.app', () => provider.handlers);
  opened.push(loopback);
  const url = `${loopback.url}/graphql`;
  const clientWith = (credentials: { apiKey?: string; accessToken?: string }) =>
    new LinearClient({ ...credentials, apiUrl: url });
  return { client: clientWith({ apiKey }), provider, url, clock, clientWith };
}

/** Posts a document as a client without SDK would. */
async function post(url: string, body: object, authorization: string = apiKey): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: authorization },
    body: JSON.stringify(body),
  });
}

const error = async (call: Promise<unknown> | undefined): Promise<unknown> => {
  try {
    await call;
  } catch (thrown) {
    return thrown;
  }
  throw new Error('the call was meant to fail');
};

describe('an integration reads', () => {
  test('who it is, the teams and their workflow states', async () => {
    const { client, provider } = await bench();
    const viewer = await client.viewer;
    expect(viewer.id).toBe(linearIds.viewer);
    expect(viewer.isMe).toBe(true);
    expect(viewer.email).toMatch(/@example\.com$/);
    const teams = await client.teams();
    expect(teams.nodes.map(({ key }) => key).sort()).toEqual(['ENG', 'OPS', 'PRO']);
    const engineering = await client.team(linearIds.team('ENG'));
    const states = await engineering.states();
    expect(states.nodes.map(({ type }) => type)).toContain('started');
    expect((await client.users()).nodes).toHaveLength(5);
    expect((await client.workflowStates({ filter: { team: { key: { eq: 'OPS' } } } })).nodes).toHaveLength(6);
    expect(provider.takeComplaints()).toEqual([]);
  });

  test('an issue by its UUID and by its identifier, with what it refers to', async () => {
    const { client } = await bench();
    const byId = await client.issue(linearIds.issue('ENG', 2));
    const byIdentifier = await client.issue('ENG-2');
    expect(byIdentifier.id).toBe(byId.id);
    expect((await byId.team)?.key).toBe('ENG');
    expect((await byId.state)?.name).toBeTruthy();
    expect((await byId.creator)?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('all issues page by page, none twice and none missing', async () => {
    const { client } = await bench();
    const pages: string[][] = [];
    let page = await client.issues({ first: 6 });
    pages.push(page.nodes.map(({ id }) => id));
    while (page.pageInfo.hasNextPage) {
      page = await client.issues({ first: 6, after: page.pageInfo.endCursor ?? '' });
      pages.push(page.nodes.map(({ id }) => id));
    }
    expect(pages.map((ids) => ids.length)).toEqual([6, 6, 3]);
    expect(new Set(pages.flat()).size).toBe(15);
    const last = await client.issues({ last: 2 });
    expect(last.nodes.map(({ id }) => id)).toEqual(pages.flat().slice(-2));
    expect(last.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
  });

  test('issues by filter, also relative to now', async () => {
    const { client, clock } = await bench();
    const assigned = await client.issues({ filter: { assignee: { null: true }, team: { key: { eq: 'PRO' } } } });
    const others = await client.issues({ filter: { assignee: { null: false }, team: { key: { eq: 'PRO' } } } });
    expect(assigned.nodes.length + others.nodes.length).toBe(5);
    await client.createIssue({ teamId: linearIds.team('ENG'), title: 'Fresh' });
    clock.now += 60_000;
    const recent = 'query ($filter: IssueFilter) { issues(filter: $filter) { nodes { title } } }';
    const fresh = await client.client.rawRequest(recent, { filter: { createdAt: { gt: '-PT2M' } } });
    expect(fresh.data).toEqual({ issues: { nodes: [{ title: 'Fresh' }] } });
  });

  test('the same world for the same seed, another one for another seed, with the same ids', async () => {
    const titles = async (seed: number) => {
      const { nodes } = await (await bench({}, seed)).client.issues();
      return { titles: nodes.map(({ title }) => title), ids: nodes.map(({ id }) => id).sort() };
    };
    const [first, again, other] = [await titles(1), await titles(1), await titles(2)];
    expect(again).toEqual(first);
    expect(other.titles).not.toEqual(first.titles);
    expect(other.ids).toEqual(first.ids);
  });
});

describe('an integration writes', () => {
  test('an issue with the id it chose, updates it, comments on it, and the ledger tells it all', async () => {
    const { client, provider } = await bench();
    const id = crypto.randomUUID();
    const teamId = linearIds.team('ENG');
    const created = await client.createIssue({ id, teamId, title: 'Broken login', priority: 2 });
    expect(created.success).toBe(true);
    const issue = await created.issue;
    expect(issue).toMatchObject({ id, title: 'Broken login', identifier: 'ENG-6', priorityLabel: 'High' });
    const stateId = linearIds.state('ENG', 'Done');
    await client.updateIssue(id, { stateId, title: 'Broken sign-in' });
    const updated = await client.issue(id);
    expect(updated.title).toBe('Broken sign-in');
    expect(updated.completedAt).toEqual(new Date(noon));
    const commented = await client.createComment({ issueId: id, body: 'Fixed.' });
    const commentId = commented.commentId ?? '';
    expect((await commented.comment)?.body).toBe('Fixed.');
    expect((await client.comment({ id: commentId })).body).toBe('Fixed.');
    expect((await updated.comments()).nodes.map(({ body }) => body)).toEqual(['Fixed.']);
    expect(provider.ledger()).toEqual([
      { operation: 'issueCreate', entity: 'Issue', id },
      { operation: 'issueUpdate', entity: 'Issue', id },
      { operation: 'commentCreate', entity: 'Comment', id: commentId },
    ]);
  });

  test('an update that changes nothing has no effect', async () => {
    const { client, provider } = await bench();
    const id = linearIds.issue('ENG', 1);
    await client.updateIssue(id, { title: 'Once' });
    await client.updateIssue(id, { title: 'Once' });
    expect(provider.ledger()).toHaveLength(1);
  });

  test('a create whose id is known is refused as a conflict, and the first one stands', async () => {
    const { client, provider, url } = await bench();
    const id = crypto.randomUUID();
    const teamId = linearIds.team('ENG');
    await client.createIssue({ id, teamId, title: 'First' });
    const refused = await error(client.createIssue({ id, teamId, title: 'Second' }));
    expect(refused).toBeInstanceOf(InvalidInputLinearError);
    expect(refused).toMatchObject({
      status: 400,
      message: `Conflict on insert of Issue - Entity Issue with id ${id} already exists.`,
    });
    expect((await client.issue(id)).title).toBe('First');
    expect(provider.ledger()).toHaveLength(1);
    const raw = await post(url, {
      query: 'mutation ($input: IssueCreateInput!) { issueCreate(input: $input) { success } }',
      variables: { input: { id, teamId, title: 'Third' } },
    });
    expect(await raw.json()).toEqual({
      data: null,
      errors: [
        {
          message: 'conflict on insert of Issue',
          path: ['issueCreate'],
          locations: [{ line: 1, column: 40 }],
          extensions: {
            type: 'invalid input',
            code: 'INPUT_ERROR',
            statusCode: 400,
            userError: true,
            userPresentableMessage: `Entity Issue with id ${id} already exists.`,
          },
        },
      ],
    });
    const commentId = crypto.randomUUID();
    await client.createComment({ id: commentId, issueId: id, body: 'a' });
    expect(await error(client.createComment({ id: commentId, issueId: id, body: 'a' }))).toMatchObject({
      message: `Conflict on insert of Comment - Entity Comment with id ${commentId} already exists.`,
    });
    expect(provider.takeComplaints()).toEqual([]);
  });
});

describe('a request that Linear refuses', () => {
  test('for an unknown field or a missing variable gets the validation error, and a complaint', async () => {
    const { client, provider, url } = await bench();
    const unknown = await error(client.client.rawRequest('query { viewer { shoeSize } }'));
    expect(unknown).toBeInstanceOf(GraphqlLinearError);
    expect(provider.takeComplaints()).toEqual(['Cannot query field "shoeSize" on type "User".']);
    const missing = await post(url, {
      query: 'mutation ($input: IssueCreateInput!) { issueCreate(input: $input) { success } }',
    });
    expect(missing.status).toBe(400);
    expect(await missing.json()).toMatchObject({
      data: null,
      errors: [{ message: expect.stringContaining('"$input"'), extensions: { type: 'graphql error' } }],
    });
    expect(provider.takeComplaints()).toHaveLength(1);
    const badMember = await post(url, {
      query: 'mutation ($input: IssueCreateInput!) { issueCreate(input: $input) { success } }',
      variables: { input: { teamId: linearIds.team('ENG'), titel: 'private words' } },
    });
    expect(badMember.status).toBe(400);
    const [complaint] = provider.takeComplaints();
    expect(complaint).toContain('titel');
    expect(complaint).not.toContain('private words');
    expect((await post(url, { query: 'query {' })).status).toBe(400);
    expect(provider.takeComplaints()).toHaveLength(1);
    expect(provider.ledger()).toEqual([]);
  });

  test('for a reference or an entity that does not exist', async () => {
    const { client, provider } = await bench();
    expect(await error(client.issue(crypto.randomUUID()))).toMatchObject({
      type: 'InvalidInput',
      message: 'Entity not found: Issue - Could not find referenced Issue.',
    });
    const nowhere = await error(client.createIssue({ teamId: crypto.randomUUID(), title: 'x' }));
    expect(nowhere).toMatchObject({
      message: 'Entity not found in validateAccess: teamId - teamId contained an entry that could not be found.',
    });
    const foreignState = linearIds.state('OPS', 'Done');
    expect(
      await error(client.createIssue({ teamId: linearIds.team('ENG'), title: 'x', stateId: foreignState })),
    ).toBeInstanceOf(InvalidInputLinearError);
    // Asking for what is gone is no mistake in the request.
    expect(provider.takeComplaints()).toEqual([]);
    expect(await error(client.createIssue({ id: 'task-1', teamId: linearIds.team('ENG'), title: 'x' }))).toMatchObject({
      message: 'Argument Validation Error - id must be a UUID.',
    });
    expect(provider.takeComplaints()).toEqual(['input.id of a new Issue is not a UUID.']);
    expect(provider.ledger()).toEqual([]);
  });

  test('for its credential: a complaint only when the header has the wrong form', async () => {
    const { clientWith, provider, url } = await bench();
    expect((await clientWith({ accessToken: oauthToken }).viewer).isMe).toBe(true);
    const expired = await error(clientWith({ apiKey: `lin_api_${'x'.repeat(40)}` }).viewer);
    expect(expired).toBeInstanceOf(AuthenticationLinearError);
    expect(expired).toMatchObject({ status: 401 });
    expect(await error(clientWith({ accessToken: 'lin_oauth_gone' }).viewer)).toBeInstanceOf(AuthenticationLinearError);
    expect(provider.takeComplaints()).toEqual([]);

    const asBearer = await error(clientWith({ accessToken: apiKey }).viewer);
    expect(asBearer).toMatchObject({ status: 400, message: expect.stringContaining('Remove the Bearer prefix') });
    expect((await post(url, { query: '{ viewer { id } }' }, '')).status).toBe(401);
    expect((await post(url, { query: '{ viewer { id } }' }, oauthToken)).status).toBe(401);
    const complaints = provider.takeComplaints();
    expect(complaints).toHaveLength(3);
    expect(complaints.join()).not.toContain('kkkkkkkk');
  });

  test('for its complexity', async () => {
    const { client, provider } = await bench();
    const nested = 'query { issues(first: 100) { nodes { comments(first: 100) { nodes { id body } } } } }';
    const refused = await error(client.client.rawRequest(nested));
    expect(refused).toBeInstanceOf(InvalidInputLinearError);
    expect(refused).toMatchObject({ message: expect.stringMatching(/complexity is 1\d{4}, maximum allowed is 10000/) });
    expect(await error(client.teams({ first: 251 }))).toMatchObject({
      message: expect.stringContaining('first must not be greater than 250'),
    });
    expect(provider.takeComplaints()).toEqual([]);
  });
});

describe('quotas', () => {
  test('are told on every reply, resets in epoch milliseconds', async () => {
    const { client, url } = await bench();
    await client.viewer;
    const reply = await post(url, { query: '{ viewer { id name } }' });
    expect(Object.fromEntries([...reply.headers].filter(([name]) => name.startsWith('x-')))).toEqual({
      'x-complexity': '2',
      'x-ratelimit-requests-limit': '2500',
      'x-ratelimit-requests-remaining': '2498',
      'x-ratelimit-requests-reset': String(noon + hour),
      'x-ratelimit-complexity-limit': '3000000',
      'x-ratelimit-complexity-remaining': '2999993',
      'x-ratelimit-complexity-reset': String(noon + hour),
    });
    const asOauth = await post(url, { query: '{ viewer { id } }' }, `Bearer ${oauthToken}`);
    expect(asOauth.headers.get('x-ratelimit-requests-limit')).toBe('5000');
  });

  test('refuse when empty and refill on the clock of the case', async () => {
    const { client, clock, provider } = await bench({ limits: { apiKey: { requests: 2, complexity: 1000 } } });
    await client.viewer;
    await client.viewer;
    const refused = await error(client.createIssue({ teamId: linearIds.team('ENG'), title: 'x' }));
    expect(refused).toBeInstanceOf(RatelimitedLinearError);
    expect(refused).toMatchObject({
      status: 400,
      requestsLimit: 2,
      requestsRemaining: 0,
      requestsResetAt: noon + hour,
    });
    expect(provider.ledger()).toEqual([]);
    clock.now += hour / 2;
    await client.createIssue({ teamId: linearIds.team('ENG'), title: 'x' });
    expect(await error(client.viewer)).toBeInstanceOf(RatelimitedLinearError);
  });

  test('refuse in an envelope with both code and type, and HTTP 400', async () => {
    const { url } = await bench({ limits: { apiKey: { requests: 0, complexity: 1000 } } });
    const refused = await post(url, { query: '{ viewer { id } }' });
    expect(refused.status).toBe(400);
    const text = 'Rate limit exceeded. Only 0 requests are allowed per 1 hour.';
    expect(await refused.json()).toEqual({
      data: null,
      errors: [
        {
          message: text,
          extensions: {
            type: 'ratelimited',
            code: 'RATELIMITED',
            statusCode: 429,
            userError: true,
            userPresentableMessage: text,
          },
        },
      ],
    });
  });

  test('of complexity refuse too', async () => {
    const { client } = await bench({ limits: { apiKey: { requests: 100, complexity: 40 } } });
    const refused = await error(client.issue('ENG-1'));
    expect(refused).toBeInstanceOf(RatelimitedLinearError);
    expect(refused).toMatchObject({ requestsRemaining: 100, complexityLimit: 40 });
  });
});

describe('what the dialect says, the SDK understands', () => {
  const { dialect } = linear();
  const request: ReceivedRequest = {
    method: 'POST',
    url: new URL('https://api.linear.app/graphql'),
    headers: new Headers(),
    body: JSON.stringify({ query: 'query issue($id: String!) { issue(id: $id) { id } }', variables: { id: 'ENG-1' } }),
  };
  const context = { now: noon, epochMs: noon, credentials: { apiKey } };

  async function sdkErrorFor(reply: () => Response): Promise<unknown> {
    const handler = http.post('https://api.linear.app/graphql', reply);
    const loopback = await serve('https://api.linear.app', () => [handler]);
    opened.push(loopback);
    return error(new LinearClient({ apiKey, apiUrl: `${loopback.url}/graphql` }).issue('ENG-1'));
  }

  test.each([
    [400, InvalidInputLinearError],
    [401, AuthenticationLinearError],
    [403, ForbiddenLinearError],
    [404, InvalidInputLinearError],
    [422, InvalidInputLinearError],
    [429, RatelimitedLinearError],
    [500, InternalLinearError],
    [502, NetworkLinearError],
    [503, InternalLinearError],
    [504, NetworkLinearError],
  ])('%i', async (status, kind) => {
    const thrown = await sdkErrorFor(() => dialect.error(request, status));
    expect(thrown).toBeInstanceOf(kind);
    expect(thrown).toMatchObject({ status });
    const echoed = await sdkErrorFor(() => dialect.error(request, status, `you sent <${apiKey}>`));
    expect(String(echoed)).toContain(apiKey);
  });

  test.each<[RetryAfterForm, object]>([
    [
      { form: 'seconds', seconds: 7 },
      { retryAfter: 7, requestsResetAt: noon + 7000 },
    ],
    // The SDK knows seconds only: of a date it keeps nothing but the reset header.
    [
      { form: 'http-date', at: noon + 9000 },
      { retryAfter: undefined, requestsResetAt: noon + 9000 },
    ],
    [
      { form: 'provider', at: noon + 1500 },
      { retryAfter: undefined, requestsResetAt: noon + 1500 },
    ],
    [{ form: 'absent' }, { retryAfter: undefined, requestsResetAt: undefined }],
    [
      { form: 'raw', value: 'soon' },
      { retryAfter: undefined, requestsResetAt: undefined },
    ],
  ])('rate limited, $form', async (form, told) => {
    const thrown = await sdkErrorFor(() => dialect.rateLimited(request, form, context));
    expect(thrown).toBeInstanceOf(RatelimitedLinearError);
    expect(thrown).toMatchObject({ status: 400, requestsRemaining: 0, ...told });
  });
});
