/** The small integration once more, on Linear's GraphQL API: for what only an API can show that refuses a key used before. */
import { defineIntegration, fc, type Integration } from '@compass/gauntlet';
import { linear, linearIds } from '@compass/gauntlet/providers';
import { type Behaviour, type Call, compliant, type Failure, numberIn, type Reply, type Sending } from './behaviour.ts';
import { start } from './loop.ts';
import { policy } from './policy.ts';

const createIssue = 'mutation ($input: IssueCreateInput!) { issueCreate(input: $input) { success issue { id } } }';

interface GraphQLError {
  readonly message?: string;
  readonly extensions?: { readonly code?: string; readonly type?: string };
}

function errorIn(body: string): GraphQLError | undefined {
  try {
    const errors: unknown = JSON.parse(body)?.errors;
    return Array.isArray(errors) ? errors[0] : undefined;
  } catch {
    return undefined;
  }
}

const kinds: { readonly [type: string]: Failure['kind'] } = {
  ratelimited: 'rate-limited',
  'authentication error': 'auth-failed',
  forbidden: 'permission-denied',
};

function failureOf(reply: Reply): Failure['kind'] | undefined {
  const error = errorIn(reply.body);
  if (reply.status >= 500 || !error) return compliant.failureOf(reply);
  if (error.message?.startsWith('conflict on insert')) return 'already-done';
  if (/not[ _]found/i.test(`${error.message} ${error.extensions?.code}`)) return 'not-found';
  return kinds[error.extensions?.type ?? ''] ?? 'invalid-request';
}

/** Linear's key is the id of what is created. */
function withId(body: Sending['body'], id: string | undefined): Sending['body'] {
  const { variables } = { variables: {}, ...body };
  const { input } = { input: {}, ...(typeof variables === 'object' ? variables : {}) };
  return { ...body, variables: { input: { ...(typeof input === 'object' ? input : {}), id } } };
}

const linearWay: Partial<Behaviour> = {
  headers: (_call, secrets) => ({ authorization: secrets.apiKey, 'content-type': 'application/json' }),
  body: (sending, _secrets, key) => withId(sending.body, key),
  failureOf,
  errorCode: (body) => errorIn(body)?.extensions?.code,
  errorText: (body) => errorIn(body)?.message,
  remaining: (headers) => numberIn(headers, 'x-ratelimit-requests-remaining'),
  holdUntil: (headers) =>
    numberIn(headers, 'x-ratelimit-requests-remaining') === 0
      ? (numberIn(headers, 'x-ratelimit-requests-reset') ?? 0)
      : 0,
  retryAfter: (reply, now) => {
    const resetAt = numberIn(reply.headers, 'x-ratelimit-requests-reset');
    const asked = compliant.retryAfter(reply, now);
    return (
      asked ?? (resetAt !== undefined && failureOf(reply) === 'rate-limited' ? Math.max(0, resetAt - now) : undefined)
    );
  },
};

/** `changes`: the decision that is taken wrongly. */
export function linearMutant(changes: Partial<Behaviour>): Integration {
  return defineIntegration({
    service: 'items',
    type: 'output-only',
    providers: [linear()],
    secrets: { LINEAR_API_KEY: 'linear.apiKey' },
    env: (world) => ({ LINEAR_URL: world.url('linear'), LINEAR_TEAM_ID: linearIds.team('ENG') }),
    policy,
    operations: {
      create_task: {
        stateChanging: true,
        idempotency: 'new',
        kind: 'other',
        input: fc.record({
          title: fc.string({ minLength: 6, maxLength: 30 }).filter((title) => title.trim().length >= 6),
        }),
      },
    },
    start: () => {
      const { LINEAR_API_KEY: apiKey = '', LINEAR_URL: url = '', LINEAR_TEAM_ID: teamId = '' } = process.env;
      const sendings = ({ input }: Call): readonly Sending[] => [
        {
          method: 'POST',
          path: '/graphql',
          body: { query: createIssue, variables: { input: { ...input, teamId } } },
          idempotent: 'new',
        },
      ];
      return start({ ...compliant, ...linearWay, ...changes }, url, { apiKey, clientSecret: '' }, sendings);
    },
  });
}
