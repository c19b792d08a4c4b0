/** GitHub's webhooks: the raw body signed in hex and nothing else, no time anywhere, and no redelivery by itself. */
import type { Faker } from '@faker-js/faker';
import type { JsonObject } from '../../harness/model/json.ts';
import type { WebhookDialect, WebhookEvent } from '../../harness/ports/webhook.ts';
import { uuidFrom } from '../digest.ts';
import { isJsonObject, textAt } from '../json-body.ts';
import { drawn, isoOf, momentOf } from './drawn.ts';
import { hexId } from './ids.ts';
import { jsonBody, markup } from './json-text.ts';

const secondsIso = (ms: number): string => isoOf(ms).replace(/\.\d{3}/, '');

const userFrom = (faker: Faker): JsonObject => {
  const login = faker.internet.username();
  return { login, id: faker.number.int({ min: 1000, max: 200_000_000 }), type: 'User', site_admin: false };
};

const repositoryFrom = (faker: Faker): JsonObject => {
  const name = faker.lorem.slug(2);
  const owner = userFrom(faker);
  const fullName = `${textAt(owner, 'login')}/${name}`;
  return {
    id: faker.number.int({ min: 1_000_000, max: 999_000_000 }),
    name,
    full_name: fullName,
    private: false,
    owner,
    html_url: `https://github.com/${fullName}`,
    default_branch: 'main',
  };
};

const issueFrom = (faker: Faker, text: string): JsonObject => {
  const at = secondsIso(momentOf(faker));
  return {
    id: faker.number.int({ min: 1_000_000_000, max: 4_000_000_000 }),
    number: faker.number.int({ min: 1, max: 9000 }),
    title: `${faker.hacker.verb()} <${faker.hacker.noun()}>: ${text}`,
    user: userFrom(faker),
    labels: [],
    state: 'open',
    comments: 0,
    created_at: at,
    updated_at: at,
    closed_at: null,
    body: `${faker.lorem.sentence()}\r\n\r\n${text}`,
  };
};

const issue = drawn((faker, text) => ({
  issue: issueFrom(faker, text),
  repository: repositoryFrom(faker),
  sender: userFrom(faker),
}));

const pullRequest = drawn((faker, text) => {
  const number = faker.number.int({ min: 1, max: 9000 });
  return {
    number,
    pull_request: {
      ...issueFrom(faker, text),
      number,
      draft: false,
      merged: false,
      head: { ref: faker.git.branch(), sha: faker.git.commitSha() },
      base: { ref: 'main', sha: faker.git.commitSha() },
    },
    repository: repositoryFrom(faker),
    sender: userFrom(faker),
  };
});

const push = drawn((faker, text) => {
  const id = faker.git.commitSha();
  const author = { name: faker.person.fullName(), email: faker.internet.email({ provider: 'example.com' }) };
  return {
    ref: 'refs/heads/main',
    before: faker.git.commitSha(),
    after: id,
    created: false,
    deleted: false,
    forced: false,
    commits: [{ id, message: text, timestamp: secondsIso(momentOf(faker)), author, added: [], removed: [] }],
    repository: repositoryFrom(faker),
    pusher: author,
    sender: userFrom(faker),
  };
});

/** The same member of the payload, closed a minute later. */
const closed = (first: JsonObject, member: 'issue' | 'pull_request', change: JsonObject): JsonObject => {
  const entity = isJsonObject(first[member]) ? first[member] : {};
  const at = secondsIso(Date.parse(textAt(entity, 'updated_at') ?? '') + 60_000);
  return { ...first, [member]: { ...entity, ...change, state: 'closed', updated_at: at, closed_at: at } };
};

const events: readonly WebhookEvent[] = [
  {
    event: 'issues.opened',
    payload: issue,
    followedBy: { event: 'issues.closed', payload: (first) => closed(first, 'issue', {}) },
  },
  {
    event: 'pull_request.opened',
    payload: pullRequest,
    followedBy: { event: 'pull_request.closed', payload: (first) => closed(first, 'pull_request', { merged: true }) },
  },
  { event: 'push', payload: push },
];

/** `issues.opened` is the event `issues` with the action `opened`; `push` has none. */
const nameOf = (event: string): string => event.split('.')[0] ?? event;
const actionOf = (event: string): JsonObject => {
  const action = event.split('.')[1];
  return action === undefined ? {} : { action };
};

export const githubWebhooks: WebhookDialect = {
  id: 'github',
  secret: 'webhookSecret',
  // Chosen by whoever sets the webhook up: any text.
  secretShape: { prefix: '', randomLength: 40, use: 'webhook' },
  signature: {
    header: 'X-Hub-Signature-256',
    algorithm: 'sha256',
    encoding: 'hex',
    key: (secret) => Buffer.from(secret),
    content: (_delivery, body) => body,
    format: (digests) => `sha256=${digests.join(',')}`,
    allowsSeveral: false,
  },
  timestamp: 'none',
  toleranceMs: Number.MAX_SAFE_INTEGER,
  body: ({ event, payload }) => jsonBody({ ...actionOf(event), ...payload }, { escapes: markup }),
  headers: ({ event, deliveryId }) => ({
    Accept: '*/*',
    'Content-Type': 'application/json',
    'User-Agent': 'GitHub-Hookshot/044aadd',
    'X-GitHub-Delivery': deliveryId,
    'X-GitHub-Event': nameOf(event),
    'X-GitHub-Hook-ID': '292430182',
    'X-GitHub-Hook-Installation-Target-ID': String(Number.parseInt(hexId('github target', 7), 16)),
    'X-GitHub-Hook-Installation-Target-Type': 'repository',
  }),
  deliveryId: (from) => uuidFrom(`github delivery ${from}`),
  redelivery: { timeoutMs: 10_000, delaysMs: [] },
  events,
};
