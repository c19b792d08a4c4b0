/** Logs what it was sent, to see what was wrong with it. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['request-body-not-logged', 'personal-data-not-logged'];

export default webhookMutant({ logs: (line, body) => ({ ...line, received: body.toString() }) });
