/** Leaves the user out of the key, so that one user is answered with the item of another. */
import { mutant } from './base.ts';
import { compliant, hash } from './behaviour.ts';

export const breaks = ['content-key-separates-users'];

export default mutant({
  key: (call, sending) =>
    sending.idempotent === 'content' ? hash([call.operation, sending.body]) : compliant.key(call, sending),
});
