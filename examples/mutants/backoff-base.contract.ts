/** Starts to back off at a tenth of a second. */
import { mutant } from './base.ts';
import { policy } from './policy.ts';

export const breaks = ['backoff-base'];

export default mutant({}, { policy: { ...policy, baseDelayMs: 100 } });
