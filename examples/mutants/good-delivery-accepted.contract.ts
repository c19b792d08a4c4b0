/** Answers a payment with a redirect to where it can be seen: a provider takes that for a failure. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = [
  'good-delivery-accepted',
  'fresh-delivery-accepted',
  'delivery-answered-in-time',
  'delivery-answered-before-provider-gives-up',
];

export default webhookMutant({
  answers: ({ event }) => ({ status: event === 'invoice.paid' ? 303 : 200 }),
});
