/** Logs a permanent failure as a warning. */
import { mutant } from './base.ts';

export const breaks = ['permanent-failure-logged-as-error'];

export default mutant({ levelOfFailure: () => 'WARN' });
