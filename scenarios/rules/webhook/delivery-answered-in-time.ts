/** An endpoint that works before it answers is as slow as whatever it calls. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { answeredWithin, slowDownstream } from './answered.ts';
import { whenItReceives } from './sent.ts';

const limitMs = 20_000;

export const deliveryAnsweredInTime: Rule = {
  id: 'delivery-answered-in-time',
  statement: 'A delivery is answered with 2xx within 20 seconds, also while the downstream provider hangs.',
  topic: 'webhook',
  card: {
    asks: 'Acknowledge first, work afterwards: verify, put the event on a durable queue, answer.',
    tested:
      'Good deliveries, while every call that the endpoint makes hangs for minutes. One for which it makes no call at all counts as it is.',
    fails: 'The answer is not 2xx, or comes later than 20 s.',
    fix: 'Move the work out of the request: write the event to a queue that survives a restart, and answer 200.',
    source: 'STD-17-01 §3.6',
  },
  appliesTo: whenItReceives,
  observe: (trace) =>
    slowDownstream(trace).map(({ sent, facts, events }) =>
      observed(trace, answeredWithin(trace, sent, limitMs), { ...facts, limitMs }, events),
    ),
  decide: eachByItself,
};
