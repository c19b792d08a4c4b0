/** Gives its ids to the calls that it makes, and none to the deliveries that it refuses. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['log-request-id'];

export default webhookMutant({
  logs: ({ request_id: _id, ...line }) => line,
});
