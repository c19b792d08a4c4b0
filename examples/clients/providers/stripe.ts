/** The part of Stripe's API that its package is asked of: customers, form-encoded. */
import { openapi } from '@compass/gauntlet/providers';
import { twoOperations } from './two-operations.ts';

const customer = { id: 'cus_1', object: 'customer', name: 'Ada', created: 1_790_000_000, livemode: false };

export const stripeCustomers = () =>
  openapi(
    twoOperations({
      origin: 'https://api.stripe.com',
      read: ['get', '/v1/customers'],
      write: ['post', '/v1/customers'],
      takes: { type: 'object', properties: { name: { type: 'string' } } },
      encoding: 'application/x-www-form-urlencoded',
    }),
    {
      id: 'stripe',
      secrets: { apiKey: { prefix: 'sk_test_', randomLength: 24, use: 'credential' } },
      error: { body: { error: { type: 'api_error', code: '{code}', message: '{message}' } } },
      answers: {
        'GET /v1/customers': { object: 'list', url: '/v1/customers', has_more: false, data: [customer] },
        'POST /v1/customers': customer,
      },
    },
  );
