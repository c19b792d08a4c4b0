/** Says the same whatever went wrong. */
import { mutant } from './base.ts';

export const breaks = ['user-message-distinguishes-failures'];

export default mutant({
  fails: (error) => ({ ok: false, error: { ...error, message: 'Something went wrong. Please try again later.' } }),
});
