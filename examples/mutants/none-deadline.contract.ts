/** Breaks nothing: a whole call has a deadline, so that what is never answered is given up before its retries are used up. */
import { mutant } from './base.ts';
import { policy } from './policy.ts';

export const breaks: readonly string[] = [];

export default mutant({}, { policy: { ...policy, deadlineMs: 20_000 } });
