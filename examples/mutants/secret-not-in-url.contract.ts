/** Sends the API key once more as a query parameter, where proxies and access logs keep it. */
import { mutant } from './base.ts';

export const breaks = ['secret-not-in-url'];

export default mutant({
  path: (sending, secrets) => `${sending.path}?api_key=${secrets.apiKey}`,
});
