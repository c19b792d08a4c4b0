/** Has a code of its own for an outage. */
import { mutant } from './base.ts';

export const breaks = ['service-unavailable-error'];

export default mutant({
  fails: (error) => ({
    ok: false,
    error: error.code === 'SERVICE_UNAVAILABLE' ? { ...error, code: 'BACKEND_DOWN' } : error,
  }),
});
