/** Logs the beginning of the API key with a mask behind it. */
import { mutant } from './base.ts';

const prefix = 'rk_live_';

export const breaks = ['masked-secret-not-logged'];

export default mutant({
  log: (line, failure, _call, secrets) =>
    failure ? line : { ...line, api_key: `${secrets.apiKey.slice(0, prefix.length + 4)}***` },
});
