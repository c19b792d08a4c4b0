/** Knows every event there is, and fails on any other. */

import { webhookMutant } from './webhook-base.ts';
import { workedOn } from './webhook-behaviour.ts';

const known = [...workedOn, 'contact.updated', 'order.paid'];

export const breaks = ['unknown-event-ignored'];

export default webhookMutant({
  answers: ({ event }) => {
    if (!known.includes(event)) throw new Error(`no handler for ${event}`);
    return { status: 200 };
  },
});
