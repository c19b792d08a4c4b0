/** Comes back before the board allows it. */
import { board } from '../contract.ts';

/** The rules that this mistake breaks. */
export const breaks: readonly string[] = ['retry-after-honoured'];

export default board('ignores-retry-after');
