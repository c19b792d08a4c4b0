/** Forgets the operations that it gives up. */
import { mutant } from './base.ts';

export const breaks = ['dead-letter-on-exhaustion'];

export default mutant({ deadLetter: () => undefined });
