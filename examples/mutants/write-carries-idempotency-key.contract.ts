/** Sends no idempotency key. */
import { mutant } from './base.ts';

export const breaks = ['write-carries-idempotency-key', 'one-effect-per-operation'];

export default mutant({ key: () => undefined });
