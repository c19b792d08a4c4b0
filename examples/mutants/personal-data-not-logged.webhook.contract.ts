/** Says in the log whose delivery it refused. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['personal-data-not-logged'];

export default webhookMutant({
  logs: (line, body) => ({ ...line, contact: /"email":\s*"([^"]*)"/.exec(body.toString())?.[1] }),
});
