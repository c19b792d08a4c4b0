/** Logs the beginning of the API key, with a mask behind it, beside each list. */
import { mutant } from './base.ts';

export const breaks = ['masked-secret-not-logged'];

const publicPrefix = 'rk_live_';

export default mutant({
  log: (line, failure, call, secrets) =>
    call.operation === 'list_items' && !failure
      ? { ...line, api_key: `${secrets.apiKey.slice(0, publicPrefix.length + 4)}***` }
      : line,
});
