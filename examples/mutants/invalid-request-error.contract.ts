/** Has a code of its own for a request that was refused. */
import { mutant } from './base.ts';

export const breaks = ['invalid-request-error'];

export default mutant({
  fails: (error) => ({ ok: false, error: error.code === 'INVALID_REQUEST' ? { ...error, code: 'REJECTED' } : error }),
});
