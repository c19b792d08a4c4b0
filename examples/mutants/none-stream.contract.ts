/** Breaks nothing: what the mutants with streams are made from. */
import { streamMutant } from './stream-base.ts';

export const breaks: readonly string[] = [];

export default streamMutant({});
