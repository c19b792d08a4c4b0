/** Leaves the user in the dark while it waits for the quota. */
import { mutant } from './base.ts';

export const breaks = ['user-notified-of-rate-limit'];

export default mutant({ notification: () => undefined });
