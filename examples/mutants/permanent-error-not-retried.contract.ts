/** Retries whatever is not a success. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['permanent-error-not-retried'];

export default mutant({
  retries: (_failure, retry) => retry < compliant.policy.maxRetries,
});
