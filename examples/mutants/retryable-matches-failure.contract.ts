/** Calls every failure retryable. */
import { mutant } from './base.ts';

export const breaks = ['retryable-matches-failure'];

export default mutant({
  fails: (error) => ({ ok: false, error: { ...error, retryable: true } }),
});
