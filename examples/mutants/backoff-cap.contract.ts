/** Lets delays grow to five minutes. */
import { mutant } from './base.ts';
import { policy } from './policy.ts';

export const breaks = ['backoff-cap'];

export default mutant({}, { policy: { ...policy, maxDelayMs: 300_000 } });
