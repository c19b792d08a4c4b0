/**
 * How two texts are compared cannot be told from answers. Seen at work, a primitive that takes the same time whatever
 * it is given is proof; not seen, it may still be there, in a library of another make: for inspection to say.
 */
import type { ComparedEvent, Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { isAcknowledged, type Sent, sentEvents, sentOf, whenItReceives } from './sent.ts';

/** The notice of it may come a little after the answer, on another channel: it belongs to the delivery all the same. */
const comparedWith = (trace: Trace, { delivery }: Sent): ComparedEvent | undefined => {
  const next = trace.events.find(
    (event) => (event.type === 'delivery' || event.type === 'action') && event.seq > delivery.seq,
  );
  return trace.events.find(
    (event): event is ComparedEvent =>
      event.type === 'compared' && event.seq > delivery.seq && event.seq < (next?.seq ?? Number.POSITIVE_INFINITY),
  );
};

export const comparisonIsTimingSafe: Rule = {
  id: 'comparison-is-timing-safe',
  statement: 'Signatures are compared in a time that does not depend on them.',
  topic: 'webhook',
  card: {
    asks: 'Compare signatures with a primitive made for it.',
    tested:
      'While a good delivery is decided on, `crypto.timingSafeEqual`, `crypto.subtle.verify` or the comparison inside `standardwebhooks` is seen being called. Where none is seen (code that is not Node is never seen), people have to look.',
    fails: 'Nothing that behaviour could show: inspection looks for `===` on a computed digest.',
    fix: "Use `crypto.timingSafeEqual` on the decoded digests after comparing their lengths, or the provider's own helper (`hmac.compare_digest` in Python, `OpenSSL.secure_compare` in Ruby).",
    source: 'STD-17-01 §4.4',
  },
  appliesTo: (integration, conduct) => {
    const receives = whenItReceives(integration);
    if (receives.applies !== true || conduct?.compares !== false) return receives;
    return {
      applies: 'cannot-tell',
      reason: 'precondition-unmet',
      next: 'No comparison made for it was seen at work, and only those of Node and of standardwebhooks can be seen: let somebody read the code, and sign with `gauntlet attest 4.4.4`.',
    };
  },
  observe: (trace) =>
    sentOf(trace).flatMap((sent) => {
      if (sent.delivery.expect !== 'accept' || !isAcknowledged(sent)) return [];
      const compared = comparedWith(trace, sent);
      const facts = compared === undefined ? {} : { with: compared.with };
      const events = compared === undefined ? [] : [compared];
      return [observed(trace, compared !== undefined, facts, [...sentEvents(sent), ...events])];
    }),
  // One that was accepted without it went another way, of which nothing is known.
  decide: (observations) => (observations.every(({ facts }) => facts.held === true) ? eachByItself(observations) : []),
};
