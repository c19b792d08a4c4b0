/** Lists items with a key that somebody pasted into the code long ago. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

const pasted = 'rk_live_0123456789abcdefghijABCDEFGHIJ';

export const breaks = ['secret-from-environment'];

export default mutant({
  headers: (call, secrets, key) =>
    compliant.headers(call, call.operation === 'list_items' ? { ...secrets, apiKey: pasted } : secrets, key),
});
