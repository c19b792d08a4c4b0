/** Logs the OAuth client secret when it signs in. */
import { mutant } from './base.ts';

export const breaks = ['oauth-token-not-logged', 'secret-not-logged'];

export default mutant({
  log: (line, _failure, call, secrets) =>
    call.operation === 'sign_in' ? { ...line, grant: `client_credentials:${secrets.clientSecret}` } : line,
});
