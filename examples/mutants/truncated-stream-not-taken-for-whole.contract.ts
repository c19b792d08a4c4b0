/** Takes whatever came with a good status for the answer. */
import { compliant } from './behaviour.ts';
import { streamMutant } from './stream-base.ts';

export const breaks = ['truncated-stream-not-taken-for-whole'];

export default streamMutant({ failureOf: compliant.failureOf });
