/** Tries again what can never succeed. */
import { board } from '../contract.ts';

/** The rules that this mistake breaks. */
export const breaks: readonly string[] = ['permanent-error-not-retried'];

export default board('retries-permanent-error');
