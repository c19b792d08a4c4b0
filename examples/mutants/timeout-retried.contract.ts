/** Gives up when one attempt timed out. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['timeout-retried'];

export default mutant({
  retries: (failure, retry, call) => failure.kind !== 'timeout' && compliant.retries(failure, retry, call),
});
