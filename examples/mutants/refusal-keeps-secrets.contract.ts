/** Explains to the sender which signature it had expected. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['refusal-keeps-secrets'];

export default webhookMutant({
  refuses: (refusal, { expected }) => ({
    status: refusal === 'not-verified' ? 401 : 400,
    body: `expected ${expected}`,
  }),
});
