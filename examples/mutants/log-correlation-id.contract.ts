/** Logs no correlation id. */
import { mutant } from './base.ts';

export const breaks = ['log-correlation-id'];

export default mutant({
  log: ({ correlation_id: _left, ...line }) => line,
});
