/** Leaves the suggestion of an error empty. */
import { mutant } from './base.ts';

export const breaks = ['error-has-standard-form'];

export default mutant({
  fails: (error) => ({ ok: false, error: { ...error, suggestion: '' } }),
});
