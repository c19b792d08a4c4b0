/** Declares fifteen retries, and means it. */
import { mutant } from './base.ts';
import { policy } from './policy.ts';

export const breaks = ['declared-retries-sane'];

export default mutant({}, { policy: { ...policy, maxRetries: 15 } });
