/** Queues what comes, and verifies it afterwards. */

import { webhookMutant } from './webhook-base.ts';
import { compliantEndpoint, workedOn } from './webhook-behaviour.ts';

export const breaks = ['refused-delivery-has-no-effect', 'stale-delivery-refused'];

export default webhookMutant({
  arrives: (body, accept) => {
    const delivery = compliantEndpoint.read(body.toString());
    if (delivery && workedOn.includes(delivery.event)) accept(delivery);
  },
});
