/** Makes one key when it starts, and uses it for every new operation. */
import { randomUUID } from 'node:crypto';
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

const once = randomUUID();

export const breaks = ['operations-have-distinct-keys'];

export default mutant({
  key: (call, sending) => (sending.idempotent === 'new' ? once : compliant.key(call, sending)),
});
