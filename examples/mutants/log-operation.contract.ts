/** Logs no operation. */
import { mutant } from './base.ts';

export const breaks = ['log-operation'];

export default mutant({
  log: ({ operation: _left, ...line }) => line,
});
