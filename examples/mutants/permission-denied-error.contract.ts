/** Has a code of its own for want of permission. */
import { mutant } from './base.ts';

export const breaks = ['permission-denied-error'];

export default mutant({
  fails: (error) => ({
    ok: false,
    error: error.code === 'PERMISSION_DENIED' ? { ...error, code: 'NO_ACCESS' } : error,
  }),
});
