/** Keeps what was refused to the end, and forgets what never got an answer. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['dead-letter-on-exhaustion'];

export default mutant({
  deadLetter: (call, key, failure) =>
    failure.kind === 'timeout' ? undefined : compliant.deadLetter(call, key, failure),
});
