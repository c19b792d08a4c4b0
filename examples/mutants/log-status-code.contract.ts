/** Logs the status under a name of its own. */
import { mutant } from './base.ts';

export const breaks = ['log-status-code'];

export default mutant({
  log: ({ status_code: http_status, ...line }) => ({ ...line, http_status }),
});
