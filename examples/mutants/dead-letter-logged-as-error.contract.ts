/** Logs what it gives up as a warning. */
import { mutant } from './base.ts';

export const breaks = ['dead-letter-logged-as-error'];

export default mutant({ levelOfGivingUp: () => 'WARN' });
