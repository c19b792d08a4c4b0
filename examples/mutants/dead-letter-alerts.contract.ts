/** Tells nobody of a dead letter. */
import { mutant } from './base.ts';

export const breaks = ['dead-letter-alerts'];

export default mutant({ alert: () => undefined });
