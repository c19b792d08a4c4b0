/** Pays no heed to what an outage says of when to come back. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['retry-after-honoured-on-server-error'];

export default mutant({
  retryAfter: (reply, now) => (reply.status >= 500 ? undefined : compliant.retryAfter(reply, now)),
});
