/** Jitters only the upper half of the delay. */
import { mutant } from './base.ts';

export const breaks = ['backoff-starts-from-zero'];

export default mutant({
  backoff: (retry) => Math.floor((0.5 + Math.random() / 2) * 1_000 * 2 ** retry),
});
