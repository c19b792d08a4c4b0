/** Tries again and again with a key that was rotated away, and never asks its secret manager for the new one. */
import { managedMutant } from './managed-base.ts';

export const breaks = ['permanent-error-not-retried'];

export default managedMutant({ renews: async (_secrets, retry) => retry < 3 });
