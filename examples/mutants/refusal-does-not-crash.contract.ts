/** Parses outside of every `try`, so that a body which is no JSON ends the process. */

import { webhookMutant } from './webhook-base.ts';
import { compliantEndpoint } from './webhook-behaviour.ts';

export const breaks = ['refusal-does-not-crash'];

export default webhookMutant({
  read: (text) => {
    const delivery = compliantEndpoint.read(text);
    if (delivery === undefined) queueMicrotask(() => JSON.parse('no JSON'));
    return delivery;
  },
});
