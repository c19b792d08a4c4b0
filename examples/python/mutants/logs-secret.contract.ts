/** Writes its credential into the lines about what will be tried again. */
import { board } from '../contract.ts';

/** The rules that this mistake breaks. */
export const breaks: readonly string[] = ['secret-not-logged'];

export default board('logs-secret');
