/** Declares an endpoint that only receives: `npx gauntlet run examples/standard-webhooks/standard-webhooks.contract.ts`. */
import { defineIntegration } from '@compass/gauntlet';
import { rest, standardWebhooks } from '@compass/gauntlet/providers';

const path = '/webhooks/shop';
const events = ['order.created', 'contact.created', 'invoice.paid'];

export default defineIntegration({
  service: 'bookkeeping',
  type: 'input-only',
  // It is never called: of this provider only the webhooks matter.
  providers: [
    rest({
      id: 'shop',
      origin: 'https://api.shop.example',
      collections: [],
      secrets: { [standardWebhooks.secret]: standardWebhooks.secretShape },
    }),
  ],
  secrets: { SHOP_WEBHOOK_SECRET: `shop.${standardWebhooks.secret}` },
  env: (world) => ({ SHOP_WEBHOOK_PORT: '0', SHOP_STORE: `${world.stateDir}/bookkeeping.db` }),
  // Nothing is called, so nothing is retried: what is declared here is never used.
  policy: { maxRetries: 0, baseDelayMs: 1_000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {},
  webhook: { provider: 'shop', path, events, dialect: standardWebhooks, pii: ['data.name', 'data.email'] },
  start: async () => {
    const { startService } = await import('./src/service.ts');
    const { standardSender } = await import('./src/standard-sender.ts');
    const { SHOP_WEBHOOK_SECRET: secret = '', SHOP_WEBHOOK_PORT: port = '8080' } = process.env;
    const { SHOP_STORE: store = 'bookkeeping.db' } = process.env;
    const sender = standardSender(secret);
    const service = await startService({ service: 'bookkeeping', path, port: Number(port), store, sender, events });
    return {
      webhookPort: service.webhookPort,
      stop: service.stop,
      effects: () =>
        service.entries().map(({ delivery, event }) => ({ operation: 'book', entity: event, id: delivery })),
      perform: async (operation) => {
        throw new Error(`This integration has no operations, and so no ${operation}.`);
      },
    };
  },
});
