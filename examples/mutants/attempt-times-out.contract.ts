/** Waits for a reply for as long as it takes. */
import { mutant } from './base.ts';

export const breaks = ['attempt-times-out'];

export default mutant({ timeoutMs: () => undefined });
