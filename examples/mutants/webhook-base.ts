/**
 * The contract that all webhook mutants share: an endpoint that creates an item at a REST API for each event, by the
 * standard. A mutant is `webhookMutant({ ... })` with the one decision that it takes wrongly.
 */
import { defineIntegration, fc, type Integration } from '@compass/gauntlet';
import { hmacWebhooks, rest } from '@compass/gauntlet/providers';
import { type Behaviour, type Call, compliant, type Sending } from './behaviour.ts';
import { policy } from './policy.ts';
import type { EndpointBehaviour } from './webhook-behaviour.ts';

const dialect = hmacWebhooks({
  id: 'items',
  header: 'X-Items-Signature',
  prefix: 'sha256=',
  encoding: 'hex',
  content: ['timestamp', 'body'],
  timestamp: { in: 'header', name: 'X-Items-Timestamp', unit: 'seconds' },
  // Less patient than the standard, so that the two limits can be told apart.
  redelivery: { timeoutMs: 5_000, delaysMs: [60_000, 3_600_000] },
});

const path = '/webhooks/items';

const sendings = ({ operation, input }: Call): readonly Sending[] =>
  operation === 'take_in'
    ? [
        {
          method: 'POST',
          path: '/v1/items',
          body: { title: input.delivery, notes: input.event },
          idempotent: 'content',
        },
      ]
    : [{ method: 'GET', path: '/v1/items', idempotent: 'none' }];

/** `calls`: what is taken wrongly in the work on an event. */
export function webhookMutant(changes: Partial<EndpointBehaviour>, calls: Partial<Behaviour> = {}): Integration {
  return defineIntegration({
    service: 'items',
    type: 'bidirectional',
    providers: [
      rest({
        id: 'items',
        origin: 'https://api.items.example',
        collections: ['items'],
        secrets: {
          apiKey: { prefix: 'rk_live_', randomLength: 40, use: 'credential' },
          webhookSecret: dialect.secretShape,
        },
      }),
    ],
    secrets: { ITEMS_API_KEY: 'items.apiKey', ITEMS_WEBHOOK_SECRET: 'items.webhookSecret' },
    env: (world) => ({ ITEMS_URL: world.url('items') }),
    policy,
    operations: {
      list_items: { stateChanging: false, idempotency: 'none', kind: 'other', input: fc.constant({}) },
    },
    webhook: {
      provider: 'items',
      path,
      events: dialect.events.map(({ event }) => event),
      dialect,
      pii: ['data.name', 'data.email'],
    },
    start: async (world) => {
      // The store is SQLite, which only the integration's own process needs.
      const { start } = await import('./loop.ts');
      const { compliantEndpoint } = await import('./webhook-behaviour.ts');
      const { startEndpoint } = await import('./webhook-loop.ts');
      const { ITEMS_API_KEY: apiKey = '', ITEMS_URL: url = '' } = process.env;
      const caller = start({ ...compliant, ...calls }, url, { apiKey, clientSecret: '' }, sendings);
      const { signal } = new AbortController();
      const endpoint = await startEndpoint(
        { ...compliantEndpoint, ...changes },
        `${world.stateDir}/items.db`,
        async ({ id, event }) => {
          await caller.perform('take_in', { delivery: id, event }, { user: 'items', correlationId: id, signal });
        },
      );
      return { ...caller, ...endpoint };
    },
  });
}
