/** A delivery may be under way for a while: within the tolerance it is not stale. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { observed } from '../../observing.ts';
import { ordinary, unlessAllAreRefused } from './accepted-otherwise.ts';
import {
  callsStruck,
  isAcknowledged,
  isCutShort,
  isListed,
  isTooLate,
  sentEvents,
  sentFacts,
  sentOf,
  whenTimeIsSigned,
} from './sent.ts';

export const freshDeliveryAccepted: Rule = {
  id: 'fresh-delivery-accepted',
  statement: 'A delivery that is not older than the endpoint tolerates is accepted.',
  topic: 'webhook',
  card: {
    asks: 'Accept what was signed up to five minutes ago, or up to the `webhook.toleranceMs` of the contract.',
    tested: 'Deliveries signed a second less than that before they are sent.',
    fails: 'The answer is not 2xx.',
    fix: "Read the time in the provider's unit (seconds or milliseconds). An endpoint that is meant to be stricter says so: `webhook: { toleranceMs: 60_000 }`.",
    source: 'STD-17-01 §3.6',
  },
  appliesTo: whenTimeIsSigned,
  observe: (trace) => [
    ...ordinary(trace),
    ...sentOf(trace).flatMap((sent) => {
      const { delivery } = sent;
      if (delivery.fault !== 'stale' || delivery.expect !== 'accept' || !isListed(trace, delivery)) return [];
      if (isCutShort(trace, sent) || isTooLate(sent) || callsStruck(trace, delivery.action).length > 0) return [];
      const facts = {
        ...sentFacts(sent),
        ageMs: delivery.ageMs ?? 0,
        toleranceMs: trace.integration.webhook?.toleranceMs ?? 0,
      };
      return [observed(trace, isAcknowledged(sent), facts, sentEvents(sent))];
    }),
  ],
  decide: unlessAllAreRefused,
};
