/** Verification that refuses true deliveries is as useless as none: the provider gives up and switches the webhook off. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import {
  callsStruck,
  isAcknowledged,
  isAgain,
  isCutShort,
  isListed,
  isTooLate,
  sentEvents,
  sentFacts,
  sentOf,
  whenItReceives,
} from './sent.ts';

/** These have rules of their own: how old it may be, and in which order it may come. */
const judgedElsewhere: ReadonlySet<string | undefined> = new Set(['stale', 'out-of-order']);

export const goodDeliveryAccepted: Rule = {
  id: 'good-delivery-accepted',
  statement: 'A delivery that is rightly signed is answered with 2xx.',
  topic: 'webhook',
  card: {
    asks: 'Accept every true delivery: the signature from its header, over the bytes as they came, with the current secret.',
    tested:
      'Events of the contract are delivered, signed as the provider does, with bodies that no JSON library would write the same way; also with a second, wrong signature beside the right one, where the provider sends several. Duplicates and deliveries while the downstream provider fails are not judged.',
    fails: 'The answer is not 2xx, or the connection ends without one.',
    fix: "Verify the raw body (`express.raw`, `request.text()`; Flask: `request.get_data()`, FastAPI: `await request.body()`) with the provider's own helper; look at every signature in the header.",
    source: 'STD-17-01 §3.6, §4.4',
  },
  appliesTo: whenItReceives,
  observe: (trace) => {
    const all = sentOf(trace);
    return all.flatMap((sent) => {
      const { delivery } = sent;
      if (delivery.expect !== 'accept' || !isListed(trace, delivery) || judgedElsewhere.has(delivery.fault)) return [];
      if (isAgain(all, sent) || isCutShort(trace, sent) || isTooLate(sent)) return [];
      // An endpoint whose own calls fail may rightly ask to be told again.
      if (callsStruck(trace, delivery.action).length > 0) return [];
      return [observed(trace, isAcknowledged(sent), sentFacts(sent), sentEvents(sent))];
    });
  },
  decide: eachByItself,
};
