/** Verifies what it parsed and wrote again, not what was sent. */
import { board } from '../contract.ts';

/** The rules that this mistake breaks. */
export const breaks: readonly string[] = ['signature-over-raw-body'];

export default board('reserialised-body');
