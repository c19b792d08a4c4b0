/** Breaks nothing: what all webhook mutants are made from. */
import { webhookMutant } from './webhook-base.ts';

export const breaks: readonly string[] = [];

export default webhookMutant({});
