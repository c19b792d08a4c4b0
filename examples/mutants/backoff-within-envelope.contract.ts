/** Adds its jitter on top of the exponential delay. */
import { mutant } from './base.ts';

export const breaks = ['backoff-within-envelope', 'backoff-starts-from-zero', 'backoff-base'];

export default mutant({
  backoff: (retry) => Math.floor((1 + Math.random()) * 1_000 * 2 ** retry),
});
