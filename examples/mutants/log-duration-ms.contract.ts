/** Logs the duration in seconds. */
import { mutant } from './base.ts';

export const breaks = ['log-duration-ms'];

export default mutant({
  log: (line) => ({ ...line, duration_ms: Number(line.duration_ms) / 1_000 }),
});
