/** Takes a refusal for want of quota for a mistake in the request. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = [
  'rate-limit-detected',
  'rate-limit-retried',
  'retryable-matches-failure',
  'rate-limited-error',
  'user-notified-of-rate-limit',
];

export default mutant({
  failureOf: (reply) => (reply.status === 429 ? 'invalid-request' : compliant.failureOf(reply)),
});
