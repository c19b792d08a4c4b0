/** Advice: providers add events without notice, and one that is not known is nothing to fail on. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { deliveredOf, isCutShort, sentEvents, sentFacts, statusOf, whenItReceives } from './sent.ts';

export const unknownEventIgnored: Rule = {
  id: 'unknown-event-ignored',
  statement: 'An event that the endpoint does not know is answered without a server error, and has no effect.',
  topic: 'webhook',
  card: {
    asks: 'Ignore events that are not handled, best with 200: what is refused is delivered again.',
    tested: 'An event that this provider does not have today is delivered, rightly signed.',
    fails: 'The answer is 5xx or missing, or something was changed.',
    fix: 'Give the switch over events a default branch that answers 200 and does nothing.',
    source: 'Standard Webhooks',
  },
  appliesTo: whenItReceives,
  observe: (trace) =>
    deliveredOf(trace).flatMap(({ sends, effects }) =>
      sends.flatMap((sent) => {
        if (sent.delivery.fault !== 'unknown-event' || isCutShort(trace, sent)) return [];
        const status = statusOf(sent);
        const held = status !== undefined && status < 500 && effects.length === 0;
        const facts = { ...sentFacts(sent), effects: effects.length };
        return [observed(trace, held, facts, [...sentEvents(sent), ...effects])];
      }),
    ),
  decide: eachByItself,
};
