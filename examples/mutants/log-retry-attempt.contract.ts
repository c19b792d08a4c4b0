/** Counts attempts from one instead of retries from zero. */
import { mutant } from './base.ts';

export const breaks = ['log-retry-attempt'];

export default mutant({
  log: (line) => ({ ...line, retry_attempt: Number(line.retry_attempt) + 1 }),
});
