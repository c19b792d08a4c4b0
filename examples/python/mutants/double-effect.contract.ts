/** Does again what it did for the first delivery of an event. */
import { board } from '../contract.ts';

/** The rules that this mistake breaks. */
export const breaks: readonly string[] = ['duplicate-has-one-effect'];

export default board('double-effect');
