/** Gives up at the first refusal for want of quota. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['rate-limit-retried'];

export default mutant({
  retries: (failure, retry, call) => failure.kind !== 'rate-limited' && compliant.retries(failure, retry, call),
});
