/** Fails on a change of what it has not seen being created. */
import { webhookMutant } from './webhook-base.ts';

const changes = ['contact.updated', 'order.paid'];

export const breaks = ['out-of-order-survived'];

export default webhookMutant({
  answers: ({ event }) => {
    if (changes.includes(event)) throw new Error('no such entity');
    return { status: 200 };
  },
});
