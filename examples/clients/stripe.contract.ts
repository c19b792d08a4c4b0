/** The official package of Stripe. */
import { stripeCustomers } from './providers/stripe.ts';
import { clientContract } from './src/client-contract.ts';

export default clientContract({
  client: 'stripe',
  provider: stripeCustomers(),
  policy: { maxRetries: 2, baseDelayMs: 500, maxDelayMs: 5000, attemptTimeoutMs: 80_000 },
  idempotency: 'new',
  make: async ({ secret }) => {
    const { default: Stripe } = await import('stripe');
    const client = new Stripe(secret);
    return { read: async () => client.customers.list(), write: (title) => client.customers.create({ name: title }) };
  },
});
