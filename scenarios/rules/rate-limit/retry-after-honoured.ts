/** The provider knows best when it will answer again. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, whenItCalls } from '../../observing.ts';
import { honoured, inRetryAfter } from './honoured.ts';

export const retryAfterHonoured: Rule = {
  id: 'retry-after-honoured',
  statement: 'A rate-limited request is not sent again earlier than `Retry-After` says.',
  topic: 'rate-limit',
  card: {
    asks: 'Wait at least as long as `Retry-After` says before trying again.',
    tested:
      'Rate limits with `Retry-After` in seconds, as HTTP-date, and above the longest back-off. Waiting longer passes; zero, a past date and garbage are no test.',
    fails: 'The next attempt leaves earlier, also when the wait was cut down to `policy.maxDelayMs`.',
    fix: 'Read the header in both forms and take it as a lower bound: wait max(back-off, Retry-After). If that is above your cap, give up with a dead letter or `retryAfter`.',
    source: 'STD-17-01 §3.5, §4.1; RFC 9110 §10.2.3',
  },
  appliesTo: whenItCalls,
  observe: (trace) => honoured(trace, 'rate-limited', inRetryAfter),
  decide: eachByItself,
};
