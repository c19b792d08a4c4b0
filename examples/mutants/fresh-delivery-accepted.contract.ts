/** Refuses after one minute, and the contract says nothing of it. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['fresh-delivery-accepted'];

export default webhookMutant({ isFresh: (sentAt, now) => Math.abs(now - sentAt) <= 60_000 });
