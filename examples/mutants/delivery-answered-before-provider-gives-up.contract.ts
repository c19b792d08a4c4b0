/** Takes six seconds to answer: less than the standard allows, and more than this provider waits. */
import { setTimeout as sleep } from 'node:timers/promises';
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['delivery-answered-before-provider-gives-up'];

export default webhookMutant({ beforeAnswer: () => sleep(6_000) });
