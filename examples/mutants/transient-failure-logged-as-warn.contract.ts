/** Logs failures that it will retry as errors, and wakes people for nothing. */
import { mutant } from './base.ts';

export const breaks = ['transient-failure-logged-as-warn'];

export default mutant({ levelOfRetry: () => 'ERROR' });
