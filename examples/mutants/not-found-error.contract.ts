/** Has a code of its own for what does not exist. */
import { mutant } from './base.ts';

export const breaks = ['not-found-error'];

export default mutant({
  fails: (error) => ({ ok: false, error: error.code === 'NOT_FOUND' ? { ...error, code: 'MISSING' } : error }),
});
