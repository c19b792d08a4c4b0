/** Makes keys from the time and a random number. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['new-key-is-uuid'];

export default mutant({
  key: (call, sending) =>
    sending.idempotent === 'new' ? `item-${Date.now()}-${Math.random()}` : compliant.key(call, sending),
});
