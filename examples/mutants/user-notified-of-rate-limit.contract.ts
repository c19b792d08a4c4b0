/** Leaves the user in the dark about the quota: no word while it waits, and a vague one when it gives up. */
import { mutant } from './base.ts';

export const breaks = ['user-notified-of-rate-limit', 'rate-limited-error'];

export default mutant({
  notification: () => undefined,
  fails: (error, { kind }) => ({
    ok: false,
    error: kind === 'rate-limited' ? { ...error, code: 'DELAYED', message: 'This takes longer than usual.' } : error,
  }),
});
