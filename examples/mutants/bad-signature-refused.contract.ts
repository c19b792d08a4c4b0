/** Takes a wrong signature for a failure of its own. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['bad-signature-refused'];

export default webhookMutant({
  refuses: (refusal) => ({ status: refusal === 'not-verified' ? 500 : 400 }),
});
