/** Has a code of its own for a refused credential. */
import { mutant } from './base.ts';

export const breaks = ['auth-failed-error'];

export default mutant({
  fails: (error) => ({ ok: false, error: error.code === 'AUTH_FAILED' ? { ...error, code: 'TOKEN_REFUSED' } : error }),
});
