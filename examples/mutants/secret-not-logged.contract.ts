/** Logs the credential with each list, to make the call easy to repeat. */
import { mutant } from './base.ts';

export const breaks = ['secret-not-logged'];

export default mutant({
  log: (line, failure, call, secrets) =>
    call.operation === 'list_items' && !failure ? { ...line, authorization: `Bearer ${secrets.apiKey}` } : line,
});
