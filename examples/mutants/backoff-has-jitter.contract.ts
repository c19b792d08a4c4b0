/** Waits exactly the exponential delay, like every other client. */
import { mutant } from './base.ts';

export const breaks = ['backoff-has-jitter', 'backoff-starts-from-zero'];

export default mutant({ backoff: (retry) => 1_000 * 2 ** retry });
