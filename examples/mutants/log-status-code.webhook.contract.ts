/** Logs no status when the work on an event fails. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['log-status-code'];

export default webhookMutant(
  {},
  {
    log: ({ status_code, ...line }, _failure, { operation }) =>
      operation === 'take_in' ? line : { ...line, status_code },
  },
);
