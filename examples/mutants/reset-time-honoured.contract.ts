/** Reads `Retry-After` and nothing else: where it is missing, no other header is asked for the time. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['reset-time-honoured'];

export default mutant({
  retryAfter: (reply, now) => (reply.headers.has('retry-after') ? compliant.retryAfter(reply, now) : undefined),
});
