/** Has the secret in its code. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['webhook-secret-from-environment', 'good-delivery-accepted'];

export default webhookMutant({ secret: () => 'the secret of last year, which nobody has rotated' });
