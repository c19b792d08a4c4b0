/** Breaks nothing, with its key at a secret manager. */
import { managedMutant } from './managed-base.ts';

export const breaks: readonly string[] = [];

export default managedMutant({});
