/** Slack's Events API: version, time and raw body signed in hex; the id of the event in the body alone. */
import type { Faker } from '@faker-js/faker';
import type { JsonObject } from '../../harness/model/json.ts';
import type { WebhookDialect, WebhookEvent } from '../../harness/ports/webhook.ts';
import { isJsonObject, textAt } from '../json-body.ts';
import { drawn, momentOf, secondsOf } from './drawn.ts';
import { idOf } from './ids.ts';
import { beyondAsciiAndSlash, jsonBody } from './json-text.ts';

const minuteMs = 60_000;
const upper = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const idFrom = (faker: Faker, prefix: string): string =>
  `${prefix}${faker.string.alphanumeric({ length: 10, casing: 'upper' })}`;

const callback = (faker: Faker, eventOf: (ts: string) => JsonObject): JsonObject => {
  const seconds = secondsOf(momentOf(faker));
  const team = idFrom(faker, 'T');
  return {
    team_id: team,
    api_app_id: idFrom(faker, 'A'),
    event: eventOf(`${seconds}.${faker.string.numeric(6)}`),
    event_time: seconds,
    event_context: `4-${faker.string.alphanumeric(40)}/${faker.string.alphanumeric(20)}`,
    authorizations: [{ enterprise_id: null, team_id: team, user_id: idFrom(faker, 'U'), is_bot: true }],
  };
};

const message = drawn((faker, text) =>
  callback(faker, (ts) => ({
    user: idFrom(faker, 'U'),
    text: `${text} https://example.com/a/b`,
    ts,
    channel: idFrom(faker, 'C'),
    channel_type: 'channel',
    event_ts: ts,
  })),
);

const mention = drawn((faker, text) =>
  callback(faker, (ts) => ({
    user: idFrom(faker, 'U'),
    text: `<@${idFrom(faker, 'U')}> ${text}`,
    ts,
    channel: idFrom(faker, 'C'),
    event_ts: ts,
  })),
);

const reaction = drawn((faker) =>
  callback(faker, (ts) => ({
    user: idFrom(faker, 'U'),
    reaction: faker.helpers.arrayElement(['thumbsup', 'eyes', 'tada']),
    item: { type: 'message', channel: idFrom(faker, 'C'), ts },
    item_user: idFrom(faker, 'U'),
    event_ts: ts,
  })),
);

/** The message edited, with what it was before. */
const edited = (first: JsonObject): JsonObject => {
  const before = isJsonObject(first.event) ? first.event : {};
  const ts = `${Number(first.event_time) + 60}.000100`;
  const edit = { user: textAt(before, 'user') ?? '', ts };
  return {
    ...first,
    event_time: Number(first.event_time) + 60,
    event: {
      subtype: 'message_changed',
      channel: before.channel ?? null,
      ts,
      event_ts: ts,
      message: { ...before, text: 'Edité / edited', edited: edit },
      previous_message: before,
    },
  };
};

const events: readonly WebhookEvent[] = [
  { event: 'message', payload: message, followedBy: { event: 'message.message_changed', payload: edited } },
  { event: 'app_mention', payload: mention },
  { event: 'reaction_added', payload: reaction },
];

/** `message.message_changed` is the type `message`, whose subtype the payload names. */
const typeOf = (event: string): string => event.split('.')[0] ?? event;

export const slackWebhooks: WebhookDialect = {
  id: 'slack',
  secret: 'signingSecret',
  secretShape: { prefix: '', randomLength: 32, use: 'webhook' },
  signature: {
    header: 'X-Slack-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    key: (secret) => Buffer.from(secret),
    content: ({ at }, body) => Buffer.concat([Buffer.from(`v0:${secondsOf(at)}:`), body]),
    format: (digests) => `v0=${digests.join(',')}`,
    allowsSeveral: false,
  },
  timestamp: 'header',
  toleranceMs: 5 * minuteMs,
  body({ event, payload, deliveryId }) {
    const { event: inner, ...own } = payload;
    const named = { type: typeOf(event), ...(isJsonObject(inner) ? inner : {}) };
    return jsonBody(
      { ...own, event: named, type: 'event_callback', event_id: deliveryId },
      { escapes: beyondAsciiAndSlash },
    );
  },
  headers: ({ at, attempt }) => ({
    'Content-Type': 'application/json',
    'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    Accept: '*/*',
    'X-Slack-Request-Timestamp': String(secondsOf(at)),
    ...(attempt === 0 ? {} : { 'X-Slack-Retry-Num': String(attempt), 'X-Slack-Retry-Reason': 'http_timeout' }),
  }),
  deliveryId: (from) => `Ev${idOf(`slack ${from}`, 9, upper)}`,
  redelivery: { timeoutMs: 3000, delaysMs: [0, minuteMs, 5 * minuteMs] },
  events,
};
