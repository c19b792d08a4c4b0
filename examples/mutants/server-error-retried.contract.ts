/** Gives up at the first server error. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['server-error-retried'];

export default mutant({
  retries: (failure, retry, call) => failure.kind !== 'unavailable' && compliant.retries(failure, retry, call),
});
