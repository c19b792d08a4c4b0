/** Logs no service: there is only one, today. */
import { mutant } from './base.ts';

export const breaks = ['log-service'];

export default mutant({
  log: ({ service: _left, ...line }) => line,
});
