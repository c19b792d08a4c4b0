/** Declares the CRM integration to Gauntlet: one that signs in with a secret in a body, and imports in batches. */
import { defineIntegration, fc } from '@compass/gauntlet';
import { rest } from '@compass/gauntlet/providers';
import { policy } from './src/persist.ts';

const text = fc.string({ minLength: 6, maxLength: 40 }).filter((value) => value.trim().length >= 6);
const contact = fc.record({ name: text, company: text, email: fc.emailAddress() });
const pii = ['name', 'email'];

export default defineIntegration({
  service: 'crm',
  type: 'output-only',
  providers: [rest({ id: 'crm', origin: 'https://api.crm.example', collections: ['contacts'] })],
  secrets: { CRM_API_KEY: 'crm.apiKey', CRM_CLIENT_SECRET: 'crm.clientSecret' },
  env: (world) => ({ CRM_URL: world.url('crm'), CRM_CLIENT_ID: 'compass' }),
  policy,
  operations: {
    add_contact: { stateChanging: true, idempotency: 'new', kind: 'other', input: contact, pii },
    add_contact_once: { stateChanging: true, idempotency: 'content', kind: 'other', input: contact, pii },
    find_contact: {
      stateChanging: false,
      idempotency: 'none',
      kind: 'other',
      input: fc.record({ id: fc.uuid() }),
      expectedStatuses: [404],
    },
    list_contacts: { stateChanging: false, idempotency: 'none', kind: 'other', input: fc.constant({}) },
    import_contacts: {
      stateChanging: true,
      idempotency: 'new',
      kind: 'other',
      batch: true,
      input: fc.record({
        contacts: fc.uniqueArray(contact, { minLength: 3, maxLength: 5, selector: ({ email }) => email }),
      }),
    },
    sign_in: { stateChanging: false, idempotency: 'none', kind: 'other', input: fc.constant({}) },
  },
  secretCarriers: [{ provider: 'crm', operation: 'POST /oauth/token' }],
  start: async () => {
    const { startCrm } = await import('./src/crm.ts');
    const { CRM_URL: url = '', CRM_API_KEY: apiKey = '' } = process.env;
    const { CRM_CLIENT_ID: clientId = '', CRM_CLIENT_SECRET: clientSecret = '' } = process.env;
    return startCrm({ url, apiKey, clientId, clientSecret });
  },
});
