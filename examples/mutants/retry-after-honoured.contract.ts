/** Pays no heed to what a refusal for want of quota says of when to come back. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['retry-after-honoured', 'reset-time-honoured', 'batch-paced'];

export default mutant({
  retryAfter: (reply, now) => (reply.status === 429 ? undefined : compliant.retryAfter(reply, now)),
});
