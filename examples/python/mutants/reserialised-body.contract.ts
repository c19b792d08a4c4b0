/** Where the raw body does not verify, tries what it parsed and wrote again. */
import { board } from '../contract.ts';

/** The rules that this mistake breaks. */
export const breaks: readonly string[] = ['signature-over-raw-body', 'refused-delivery-has-no-effect'];

export default board('reserialised-body');
