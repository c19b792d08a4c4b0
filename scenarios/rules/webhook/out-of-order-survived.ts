/** Advice: no provider promises an order, so that an update may come before the creation of what it updates. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { observed } from '../../observing.ts';
import { ordinary, unlessAllAreRefused } from './accepted-otherwise.ts';
import {
  callsStruck,
  deliveredOf,
  isAcknowledged,
  isCutShort,
  isTooLate,
  mostEffects,
  sentEvents,
  sentFacts,
  statusOf,
  whenItReceives,
} from './sent.ts';

export const outOfOrderSurvived: Rule = {
  id: 'out-of-order-survived',
  statement: 'An update that comes before its creation breaks nothing, and the creation is still accepted.',
  topic: 'webhook',
  card: {
    asks: 'Handle each event by what it says, not by what should have come before.',
    tested: 'An update is delivered before the creation of the same entity.',
    fails: 'The endpoint answers with a server error, refuses the creation, or acts more often than told.',
    fix: 'Fetch the entity from the provider, or insert-or-update it, instead of relying on an earlier event.',
    source: 'Standard Webhooks',
  },
  appliesTo: whenItReceives,
  observe: (trace) => [
    ...ordinary(trace),
    ...deliveredOf(trace).flatMap((delivered) => {
      const { action, sends, effects } = delivered;
      const [update] = sends;
      const creation = sends.at(-1);
      if (update?.delivery.fault !== 'out-of-order' || creation === undefined || callsStruck(trace, action).length > 0)
        return [];
      if (sends.some((sent) => isCutShort(trace, sent) || isTooLate(sent))) return [];
      const broken = sends.find((sent) => (statusOf(sent) ?? 500) >= 500);
      const most = mostEffects(delivered);
      const held = broken === undefined && isAcknowledged(creation) && effects.length <= most;
      const facts = { ...sentFacts(broken ?? creation), effects: effects.length, most };
      return [observed(trace, held, facts, [...sentEvents(...sends), ...effects])];
    }),
  ],
  decide: unlessAllAreRefused,
};
