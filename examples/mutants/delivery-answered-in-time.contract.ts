/** Answers when the work is done. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['delivery-answered-in-time', 'delivery-answered-before-provider-gives-up'];

export default webhookMutant({ beforeAnswer: (_delivery, work) => work() });
