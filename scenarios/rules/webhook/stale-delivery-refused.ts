/** A captured delivery can be sent again by anybody; only its age gives it away. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import {
  deliveredOf,
  isCutShort,
  isRefused,
  isStale,
  mostEffects,
  sentEvents,
  sentFacts,
  whenTimeIsSigned,
} from './sent.ts';

export const staleDeliveryRefused: Rule = {
  id: 'stale-delivery-refused',
  statement: 'A delivery that was signed more than five minutes ago is answered with 4xx and has no effect.',
  topic: 'webhook',
  card: {
    asks: 'Refuse a delivery whose signed time is more than five minutes past, although its signature is right.',
    tested:
      'Deliveries signed 301 s, an hour or a day before they are sent. Up to a second above five minutes, and the future, are not judged.',
    fails: 'The answer is not 4xx, or something was changed.',
    fix: "Compare the signed time with the clock after verifying; the provider's helper does it when it is given the time and a tolerance (Linear's only when the timestamp is passed).",
    source: 'STD-17-01 §3.6, §4.4',
  },
  appliesTo: whenTimeIsSigned,
  observe: (trace) =>
    deliveredOf(trace).flatMap((delivered) => {
      const { sends, effects } = delivered;
      const tooMany = effects.length > mostEffects(delivered);
      return sends.flatMap((sent) => {
        const { delivery } = sent;
        if (delivery.expect !== 'refuse' || !isStale(delivery) || isCutShort(trace, sent)) return [];
        const facts = { ...sentFacts(sent), ageMs: delivery.ageMs ?? 0, effects: effects.length };
        return [observed(trace, isRefused(sent) && !tooMany, facts, [...sentEvents(sent), ...effects])];
      });
    }),
  decide: eachByItself,
};
