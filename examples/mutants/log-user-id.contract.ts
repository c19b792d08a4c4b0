/** Logs no user. */
import { mutant } from './base.ts';

export const breaks = ['log-user-id'];

export default mutant({
  log: ({ user_id: _left, ...line }) => line,
});
