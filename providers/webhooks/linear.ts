/**
 * Linear's webhooks: the raw body signed in hex, its time inside the body, the id of the delivery in a header that is not
 * signed. The entities are those of the simulated workspace, so that an endpoint can act on them through the API.
 */
import type { Faker } from '@faker-js/faker';
import type { JsonObject } from '../../harness/model/json.ts';
import type { WebhookDialect, WebhookEvent } from '../../harness/ports/webhook.ts';
import { uuidFrom } from '../digest.ts';
import { isJsonObject, textAt } from '../json-body.ts';
import { linearIds } from '../linear/fixtures.ts';
import { drawn, isoOf, momentOf } from './drawn.ts';
import { jsonBody, markup } from './json-text.ts';

const minuteMs = 60_000;
const teams = ['ENG', 'PRO', 'OPS'] as const;
const organizationId = uuidFrom('linear organization');
const webhookId = uuidFrom('linear webhook');
const workspace = 'https://linear.app/gauntlet';

const actorFrom = (faker: Faker): JsonObject => ({
  id: linearIds.user(faker.number.int({ min: 0, max: 4 })),
  name: faker.person.fullName(),
  email: faker.internet.email({ provider: 'example.com' }),
  type: 'user',
});

const envelope = (faker: Faker, createdAt: string, url: string, data: JsonObject): JsonObject => ({
  actor: actorFrom(faker),
  createdAt,
  data,
  url,
  webhookId,
  organizationId,
});

const issue = drawn((faker, text) => {
  const key = faker.helpers.arrayElement(teams);
  const number = faker.number.int({ min: 1, max: 5 });
  const at = isoOf(momentOf(faker));
  const identifier = `${key}-${number}`;
  const url = `${workspace}/issue/${identifier}`;
  const stateId = linearIds.state(key, 'Todo');
  return envelope(faker, at, url, {
    id: linearIds.issue(key, number),
    createdAt: at,
    updatedAt: at,
    number,
    title: `${faker.hacker.verb()} ${faker.hacker.noun()}: ${text}`,
    description: `${faker.lorem.paragraph()}\n\n- [ ] ${text}`,
    priority: faker.number.int({ min: 0, max: 4 }),
    sortOrder: -faker.number.int({ min: 1, max: 9000 }),
    teamId: linearIds.team(key),
    stateId,
    labelIds: [],
    subscriberIds: [linearIds.viewer],
    identifier,
    url,
    state: { id: stateId, name: 'Todo', type: 'unstarted', color: '#e2e2e2' },
    team: { id: linearIds.team(key), key },
    labels: [],
  });
});

const comment = drawn((faker, text) => {
  const key = faker.helpers.arrayElement(teams);
  const number = faker.number.int({ min: 1, max: 5 });
  const at = isoOf(momentOf(faker));
  const url = `${workspace}/issue/${key}-${number}`;
  return envelope(faker, at, url, {
    id: faker.string.uuid(),
    createdAt: at,
    updatedAt: at,
    body: `${text}\n\n> ${faker.lorem.sentence()}`,
    issueId: linearIds.issue(key, number),
    userId: linearIds.user(faker.number.int({ min: 0, max: 4 })),
    reactionData: [],
  });
});

const project = drawn((faker, text) => {
  const at = isoOf(momentOf(faker));
  const id = faker.string.uuid();
  return envelope(faker, at, `${workspace}/project/${id.slice(0, 12)}`, {
    id,
    createdAt: at,
    updatedAt: at,
    name: `${faker.commerce.productName()} – ${text}`,
    description: faker.lorem.sentence(),
    progress: faker.helpers.arrayElement([0, 1]),
    sortOrder: faker.number.int({ min: -900, max: 900 }),
    leadId: linearIds.user(0),
    teamIds: [linearIds.team('ENG')],
  });
});

/** The same entity a minute later, with what it was before. */
const changed = (first: JsonObject, change: JsonObject, updatedFrom: JsonObject): JsonObject => {
  const data = isJsonObject(first.data) ? first.data : {};
  const before = textAt(data, 'updatedAt') ?? isoOf(0);
  const at = isoOf(Date.parse(before) + minuteMs);
  return {
    ...first,
    createdAt: at,
    data: { ...data, ...change, updatedAt: at },
    updatedFrom: { ...updatedFrom, updatedAt: before },
  };
};

const events: readonly WebhookEvent[] = [
  {
    event: 'Issue.create',
    payload: issue,
    followedBy: { event: 'Issue.update', payload: (first) => changed(first, { priority: 1 }, { priority: 0 }) },
  },
  {
    event: 'Comment.create',
    payload: comment,
    followedBy: {
      event: 'Comment.update',
      payload: (first) => changed(first, { body: 'Done – see notes & <b>été</b>' }, { body: 'Open' }),
    },
  },
  { event: 'Project.create', payload: project },
];

/** `Issue.create` is the type `Issue` with the action `create`. */
const typeOf = (event: string): string => event.split('.')[0] ?? event;
const actionOf = (event: string): string => event.split('.')[1] ?? 'create';

export const linearWebhooks: WebhookDialect = {
  id: 'linear',
  secret: 'webhookSecret',
  secretShape: { prefix: 'lin_wh_', randomLength: 40, use: 'webhook' },
  signature: {
    header: 'Linear-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    key: (secret) => Buffer.from(secret),
    content: (_delivery, body) => body,
    format: (digests) => digests.join(','),
    allowsSeveral: false,
  },
  timestamp: 'body',
  toleranceMs: minuteMs,
  body: ({ event, payload, at }) =>
    jsonBody(
      { action: actionOf(event), type: typeOf(event), ...payload, webhookTimestamp: at },
      { escapes: markup, decimals: ['sortOrder', 'progress'] },
    ),
  headers: ({ event, deliveryId, at }) => ({
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'Linear-Webhook',
    'Linear-Delivery': deliveryId,
    'Linear-Event': typeOf(event),
    'Linear-Timestamp': String(at),
  }),
  deliveryId: (from) => uuidFrom(`linear delivery ${from}`),
  redelivery: { timeoutMs: 5000, delaysMs: [minuteMs, 60 * minuteMs, 360 * minuteMs] },
  events,
};
