/** Breaks nothing: what all mutants are made from. */
import { mutant } from './base.ts';

export const breaks: readonly string[] = [];

export default mutant({});
