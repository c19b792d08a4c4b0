/** Retries twice more often than it declares. */
import { mutant } from './base.ts';
import { compliant, isTransient } from './behaviour.ts';

export const breaks = ['retries-within-declared'];

export default mutant({
  retries: (failure, retry) => isTransient(failure) && retry < compliant.policy.maxRetries + 2,
});
