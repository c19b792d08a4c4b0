/** Waits up to a second before each retry, however many there were. */
import { mutant } from './base.ts';

export const breaks = ['backoff-grows', 'backoff-starts-from-zero'];

export default mutant({ backoff: () => Math.floor(Math.random() * 1_000) });
