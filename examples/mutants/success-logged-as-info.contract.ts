/** Logs success at DEBUG, where production does not look. */
import { mutant } from './base.ts';

export const breaks = ['success-logged-as-info'];

export default mutant({ levelOfSuccess: () => 'DEBUG' });
