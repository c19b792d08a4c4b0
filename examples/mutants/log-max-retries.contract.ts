/** Logs no number of retries that there will be at most. */
import { mutant } from './base.ts';

export const breaks = ['log-max-retries'];

export default mutant({
  log: ({ max_retries: _left, ...line }) => line,
});
