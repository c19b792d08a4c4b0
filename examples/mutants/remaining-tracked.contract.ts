/** Does not look at the quota that is left. */
import { mutant } from './base.ts';

export const breaks = ['remaining-tracked', 'log-rate-limit-remaining', 'batch-paced'];

export default mutant({ remaining: () => undefined, holdUntil: () => 0 });
