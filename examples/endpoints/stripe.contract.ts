/** `webhooks.constructEvent` of `stripe`. */
import { stripeWebhooks } from '@compass/gauntlet/providers';
import { endpoint, named } from './endpoint.ts';

export const breaks: readonly string[] = [];

export default endpoint({
  name: 'stripe',
  dialect: stripeWebhooks,
  sender: async (secret) => {
    const { default: Stripe } = await import('stripe');
    const stripe = new Stripe('not used');
    return {
      verify: (body, headers) => stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', secret),
      read: ({ type, id }) => named(type, id),
    };
  },
});
