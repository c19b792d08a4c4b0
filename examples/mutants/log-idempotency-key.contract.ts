/** Logs no idempotency key. */
import { mutant } from './base.ts';

export const breaks = ['log-idempotency-key'];

export default mutant({
  log: ({ idempotency_key: _left, ...line }) => line,
});
