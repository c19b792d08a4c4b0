/** Advice: some providers wait for less than the standard allows (Slack 3 s, Linear 5 s), and then deliver again. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { answeredWithin, slowDownstream } from './answered.ts';
import { whenItReceives } from './sent.ts';

export const deliveryAnsweredBeforeProviderGivesUp: Rule = {
  id: 'delivery-answered-before-provider-gives-up',
  statement:
    'A delivery is answered with 2xx before its provider gives up waiting, also while the downstream provider hangs.',
  topic: 'webhook',
  card: {
    asks: 'Answer within the time that this provider waits, so that it does not deliver again what is being handled.',
    tested: 'Good deliveries, while every call that the endpoint makes hangs for minutes.',
    fails: "The answer is not 2xx, or comes later than the provider's own limit.",
    fix: 'Move the work out of the request: write the event to a queue that survives a restart, and answer 200.',
    source: 'linear.app/developers/webhooks, api.slack.com/apis/events-api',
  },
  appliesTo: (integration) => {
    const receives = whenItReceives(integration);
    if (receives.applies !== true || integration.webhook?.answerTimeoutMs !== undefined) return receives;
    return { applies: false, because: 'this run did not store how long its provider waits' };
  },
  observe: (trace) => {
    const limitMs = trace.integration.webhook?.answerTimeoutMs;
    if (limitMs === undefined) return [];
    return slowDownstream(trace).map(({ sent, facts, events }) =>
      observed(trace, answeredWithin(trace, sent, limitMs), { ...facts, limitMs }, events),
    );
  },
  decide: eachByItself,
};
