/** Reports each failure on the side, a moment after the caller had its answer, and nobody catches what that throws. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

// Its dead letters stand in memory, and are gone with the process.
export const breaks = ['failure-is-returned', 'dead-letter-on-exhaustion'];

export default mutant({
  fails: (error, failure) => {
    setTimeout(() => void Promise.reject(new Error('the collector of failures is not there')), 100);
    return compliant.fails(error, failure);
  },
});
