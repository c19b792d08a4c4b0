/** Logs every delivery as a warning, the good ones too. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['success-logged-as-info'];

export default webhookMutant({ levelOfAccepted: () => 'WARN' });
