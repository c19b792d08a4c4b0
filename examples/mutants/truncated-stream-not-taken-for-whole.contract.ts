/** Takes whatever came with a good status for the answer. */
import { streamMutant, streamWay } from './stream-base.ts';

export const breaks = ['truncated-stream-not-taken-for-whole'];

export default streamMutant({
  failureOf: (reply) => (reply.status < 300 ? undefined : streamWay.failureOf(reply)),
});
