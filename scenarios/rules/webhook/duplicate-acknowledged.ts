/** Advice: a provider goes on redelivering what is not answered with 2xx, and may switch the webhook off in the end. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import {
  callsStruck,
  isAcknowledged,
  isCutShort,
  isListed,
  isTooLate,
  type Sent,
  sentEvents,
  sentFacts,
  sentOf,
  whenItReceives,
} from './sent.ts';

const wasAcknowledged = (all: readonly Sent[], { delivery }: Sent): boolean =>
  all.some(
    (other) =>
      other.delivery.seq < delivery.seq && other.delivery.deliveryId === delivery.deliveryId && isAcknowledged(other),
  );

export const duplicateAcknowledged: Rule = {
  id: 'duplicate-acknowledged',
  statement: 'A delivery that was handled before is answered with 2xx.',
  topic: 'webhook',
  card: {
    asks: 'Answer a duplicate like the first delivery.',
    tested: 'The same delivery comes again within 24 hours after it was acknowledged.',
    fails: 'The answer is not 2xx, such as 409.',
    fix: 'Answer 200 when the delivery id is known already.',
    source: 'Standard Webhooks, "Idempotency"',
  },
  appliesTo: whenItReceives,
  observe: (trace) => {
    const all = sentOf(trace);
    return all.flatMap((sent) => {
      const { delivery } = sent;
      if (delivery.expect !== 'accept' || !isListed(trace, delivery) || !wasAcknowledged(all, sent)) return [];
      if (isCutShort(trace, sent) || isTooLate(sent) || callsStruck(trace, delivery.action).length > 0) return [];
      return [observed(trace, isAcknowledged(sent), sentFacts(sent), sentEvents(sent))];
    });
  },
  decide: eachByItself,
};
