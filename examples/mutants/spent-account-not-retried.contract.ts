/** Takes every 429 for a rate limit, also when the account has no credit left. */
import { streamMutant, streamWay } from './stream-base.ts';

export const breaks = ['spent-account-not-retried'];

export default streamMutant({
  failureOf: (reply) => (reply.status === 429 ? 'rate-limited' : streamWay.failureOf(reply)),
});
