/** Repeats the API key in the body of each item. */
import { mutant } from './base.ts';

export const breaks = ['secret-not-in-request-body'];

export default mutant({
  body: (sending, secrets) => sending.body && { ...sending.body, api_key: secrets.apiKey },
});
