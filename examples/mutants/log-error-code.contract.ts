/** Logs no error code, though the provider gave one. */
import { mutant } from './base.ts';

export const breaks = ['log-error-code'];

export default mutant({
  log: ({ error_code: _left, ...line }) => line,
});
