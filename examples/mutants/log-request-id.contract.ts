/** Logs no request id. */
import { mutant } from './base.ts';

export const breaks = ['log-request-id'];

export default mutant({
  log: ({ request_id: _left, ...line }) => line,
});
