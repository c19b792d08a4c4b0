/** Puts a random part into a key that should follow from the content alone. */
import { randomUUID } from 'node:crypto';
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['content-key-is-stable', 'one-effect-per-operation', 'key-holds-for-24-hours'];

export default mutant({
  key: (call, sending) => (sending.idempotent === 'content' ? randomUUID() : compliant.key(call, sending)),
});
