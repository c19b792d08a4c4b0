/** Logs the credential with each success, to make calls easy to repeat. */
import { mutant } from './base.ts';

export const breaks = ['secret-not-logged'];

export default mutant({
  log: (line, failure, _call, secrets) => (failure ? line : { ...line, authorization: `Bearer ${secrets.apiKey}` }),
});
