/** A delivery may be under way for a while: within the tolerance it is not stale. */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { observed } from '../../observing.ts';
import { ordinary, unlessAllAreRefused } from './accepted-otherwise.ts';
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
  whenTimeIsSigned,
} from './sent.ts';

/** Signed times are whole seconds. */
const roundingMs = 1_000;

/** On the real clock it ages on its way, and may have been too old when it was looked at. */
const mayHaveAged = ({ clock, integration: { webhook } }: Trace, { delivery, answer }: Sent): boolean => {
  const wayMs = (answer?.at ?? delivery.at) - delivery.at;
  return clock === 'real' && (delivery.ageMs ?? 0) + roundingMs + wayMs >= (webhook?.toleranceMs ?? 0);
};

export const freshDeliveryAccepted: Rule = {
  id: 'fresh-delivery-accepted',
  statement: 'A delivery that is not older than the endpoint tolerates is accepted.',
  topic: 'webhook',
  card: {
    asks: 'Accept what was signed up to five minutes ago, or up to the `webhook.toleranceMs` of the contract.',
    tested:
      'Deliveries signed one and five seconds less than that before they are sent; on the real clock only the latter.',
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
      if (
        isCutShort(trace, sent) ||
        isTooLate(sent) ||
        mayHaveAged(trace, sent) ||
        callsStruck(trace, delivery.action).length > 0
      )
        return [];
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
