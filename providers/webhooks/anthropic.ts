/** Anthropic's webhooks (beta): Standard Webhooks with thin bodies, whose id is the delivery's. Three attempts in all. */
import type { Faker } from '@faker-js/faker';
import type { JsonObject } from '../../harness/model/json.ts';
import type { WebhookDialect, WebhookEvent } from '../../harness/ports/webhook.ts';
import { isJsonObject } from '../json-body.ts';
import { drawn, isoOf, momentOf } from './drawn.ts';
import { idOf } from './ids.ts';
import { beyondAscii, jsonBody } from './json-text.ts';
import { standardWebhooksWith } from './standard-webhooks.ts';

const secondMs = 1000;

const objectId = (faker: Faker, prefix: string): string => `${prefix}_01${faker.string.alphanumeric(22)}`;

const thin = (prefix: string, further: (faker: Faker) => JsonObject = () => ({})) =>
  drawn((faker) => ({
    created_at: isoOf(momentOf(faker)),
    data: {
      id: objectId(faker, prefix),
      organization_id: faker.string.uuid(),
      workspace_id: objectId(faker, 'wrkspc'),
      ...further(faker),
    },
  }));

const events: readonly WebhookEvent[] = [
  {
    event: 'session.status_run_started',
    payload: thin('sesn'),
    followedBy: { event: 'session.status_idled', payload: (first) => first },
  },
  {
    event: 'vault_credential.refresh_failed',
    payload: thin('vcrd', (faker) => ({ vault_id: objectId(faker, 'vlt') })),
  },
  { event: 'deployment_run.failed', payload: thin('drun') },
];

export const anthropicWebhooks: WebhookDialect = standardWebhooksWith({
  id: 'anthropic',
  userAgent: 'Anthropic-Webhooks/1.0',
  secretLength: 44,
  body: ({ event, payload, deliveryId }) => {
    const { data, ...own } = payload;
    const named = { type: event, ...(isJsonObject(data) ? data : {}) };
    return jsonBody({ type: 'event', id: deliveryId, ...own, data: named }, { spaced: true, escapes: beyondAscii });
  },
  deliveryId: (from) => `whe_01${idOf(`anthropic ${from}`, 22)}`,
  // Published: jittered, between 5 and 120 s.
  redelivery: { timeoutMs: 20 * secondMs, delaysMs: [30 * secondMs, 120 * secondMs] },
  events,
});
