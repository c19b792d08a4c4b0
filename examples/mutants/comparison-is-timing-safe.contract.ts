/** Compares texts, which takes the longer the more of them is right. */
import { webhookMutant } from './webhook-base.ts';

export const breaks: readonly string[] = [];
/** Its answers are right: all that behaviour can say is that nothing proves it safe. */
export const leavesOpen = ['comparison-is-timing-safe'];

export default webhookMutant({ isSame: (given, expected) => given === expected });
