/** Has a code of its own for want of quota. */
import { mutant } from './base.ts';

export const breaks = ['rate-limited-error'];

export default mutant({
  fails: (error) => ({ ok: false, error: error.code === 'RATE_LIMITED' ? { ...error, code: 'TOO_FAST' } : error }),
});
