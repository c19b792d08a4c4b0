/**
 * The contract that all mutants share: a few operations on one REST API, carried out by the standard. A mutant is
 * `mutant({ ... })` with the one decision that it takes wrongly.
 */
import { defineIntegration, fc, type Integration } from '@compass/gauntlet';
import { rest } from '@compass/gauntlet/providers';
import { type Behaviour, type Call, compliantWith, type Sending } from './behaviour.ts';
import { start } from './loop.ts';
import { policy } from './policy.ts';

const text = fc.string({ minLength: 6, maxLength: 30 }).filter((value) => value.trim().length >= 6);
const item = fc.record({ title: text, notes: text, email: fc.emailAddress() });

const create = (body: Sending['body'], idempotent: Sending['idempotent']): Sending => ({
  method: 'POST',
  path: '/v1/items',
  ...(body ? { body } : {}),
  idempotent,
});
const read = (path: string): Sending => ({ method: 'GET', path, idempotent: 'none' });

export const sendings = (call: Call, clientSecret: string): readonly Sending[] => {
  const { input } = call;
  switch (call.operation) {
    case 'create_item':
      return [create(input, 'new')];
    case 'create_item_once':
      return [create(input, 'content')];
    case 'find_item':
      return [read(`/v1/items/${String(input.id)}`)];
    case 'list_items':
      return [read('/v1/items')];
    case 'import_items': {
      const titles = Array.isArray(input.titles) ? input.titles : [];
      return titles.map((title) => create({ title }, 'new'));
    }
    case 'sign_in': {
      const body = { grant_type: 'client_credentials', client_id: 'gauntlet', client_secret: clientSecret };
      return [{ method: 'POST', path: '/oauth/token', body, idempotent: 'none' }];
    }
    default:
      return [];
  }
};

/** `declares`: what the contract says differently, where the mutant lies in its declaration. */
export function mutant(changes: Partial<Behaviour>, declares: Partial<Integration> = {}): Integration {
  return defineIntegration({
    service: 'items',
    type: 'output-only',
    providers: [rest({ id: 'items', origin: 'https://api.items.example', collections: ['items'] })],
    secrets: { ITEMS_API_KEY: 'items.apiKey', ITEMS_CLIENT_SECRET: 'items.clientSecret' },
    env: (world) => ({ ITEMS_URL: world.url('items') }),
    policy,
    operations: {
      create_item: {
        stateChanging: true,
        idempotency: 'new',
        kind: 'other',
        input: item,
        pii: ['email'],
      },
      create_item_once: { stateChanging: true, idempotency: 'content', kind: 'other', input: item, pii: ['email'] },
      find_item: {
        stateChanging: false,
        idempotency: 'none',
        kind: 'other',
        input: fc.record({ id: fc.uuid() }),
        expectedStatuses: [404],
      },
      list_items: { stateChanging: false, idempotency: 'none', kind: 'other', input: fc.constant({}) },
      import_items: {
        stateChanging: true,
        idempotency: 'new',
        kind: 'other',
        batch: true,
        input: fc.record({ titles: fc.uniqueArray(text, { minLength: 3, maxLength: 5 }) }),
      },
      sign_in: { stateChanging: false, idempotency: 'none', kind: 'other', input: fc.constant({}) },
    },
    secretCarriers: [{ provider: 'items', operation: 'POST /oauth/token' }],
    start: () => {
      const { ITEMS_API_KEY: apiKey = '', ITEMS_CLIENT_SECRET: clientSecret = '', ITEMS_URL: url = '' } = process.env;
      const secrets = { apiKey, clientSecret };
      return start({ ...compliantWith(declares.policy ?? policy), ...changes }, url, secrets, (call) =>
        sendings(call, clientSecret),
      );
    },
    ...declares,
  });
}
