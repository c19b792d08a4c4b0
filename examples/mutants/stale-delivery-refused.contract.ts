/** Looks at the signature only, which a captured delivery has as well. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['stale-delivery-refused'];

export default webhookMutant({ isFresh: () => true });
