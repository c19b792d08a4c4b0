/** Makes a new key for each attempt. */
import { randomUUID } from 'node:crypto';
import { mutant } from './base.ts';

export const breaks = ['retry-keeps-idempotency-key', 'one-effect-per-operation'];

export default mutant({
  keyOfAttempt: (key, retry) => (key === undefined || retry === 0 ? key : randomUUID()),
});
