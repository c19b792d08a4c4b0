/** Acts on each delivery, and not on each event. */

import { webhookMutant } from './webhook-base.ts';
import { asNew, compliantEndpoint } from './webhook-behaviour.ts';

export const breaks = ['duplicate-has-one-effect'];

export default webhookMutant({
  read: (text) => {
    const delivery = compliantEndpoint.read(text);
    return delivery && asNew(delivery);
  },
});
