/** Sends each attempt under a key of its own. */
import { board } from '../contract.ts';

/** The rules that this mistake breaks. */
export const breaks: readonly string[] = ['retry-keeps-idempotency-key', 'one-effect-per-operation'];

export default board('new-key-per-attempt');
