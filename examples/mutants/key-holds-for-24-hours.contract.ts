/** Lets a key expire with the hour. */
import { mutant } from './base.ts';
import { compliant, hash } from './behaviour.ts';

const hourMs = 3_600_000;

export const breaks = ['key-holds-for-24-hours', 'one-effect-per-operation'];

export default mutant({
  key: (call, sending) =>
    sending.idempotent === 'content'
      ? hash([call.user, call.operation, sending.body, Math.floor(Date.now() / hourMs)])
      : compliant.key(call, sending),
});
