/** Logs the time as a number, as many loggers do by default. */
import { mutant } from './base.ts';

export const breaks = ['log-timestamp'];

export default mutant({
  log: (line) => ({ ...line, timestamp: Date.now() }),
});
