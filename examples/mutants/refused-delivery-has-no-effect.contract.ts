/** Queues what comes, and verifies it afterwards. */

import { webhookMutant } from './webhook-base.ts';
import { compliantEndpoint } from './webhook-behaviour.ts';

export const breaks = ['refused-delivery-has-no-effect'];

export default webhookMutant({
  arrives: (body, accept) => {
    const delivery = compliantEndpoint.read(body.toString());
    if (delivery) accept(delivery);
  },
});
