/** Tells the sender of a duplicate that there is a conflict. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['duplicate-acknowledged'];

export default webhookMutant({ answersDuplicate: () => ({ status: 409 }) });
