/** Logs nothing of the quota that is left. */
import { mutant } from './base.ts';

export const breaks = ['log-rate-limit-remaining'];

export default mutant({
  log: ({ rate_limit_remaining: _left, ...line }) => line,
});
