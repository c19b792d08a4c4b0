/** Forgets what its deadline ended, which is what never got an answer. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';
import { policy } from './policy.ts';

export const breaks = ['dead-letter-on-exhaustion'];

export default mutant(
  {
    deadLetter: (call, key, failure) =>
      failure.kind === 'timeout' ? undefined : compliant.deadLetter(call, key, failure),
  },
  { policy: { ...policy, deadlineMs: 20_000 } },
);
