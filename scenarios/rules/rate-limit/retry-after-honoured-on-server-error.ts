/** Advice: a 503 may say when it will be over, and coming back earlier is of no use. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, whenItCalls } from '../../observing.ts';
import { honoured, inRetryAfter } from './honoured.ts';

export const retryAfterHonouredOnServerError: Rule = {
  id: 'retry-after-honoured-on-server-error',
  statement: 'A request that failed with a server error is not sent again earlier than the provider asked.',
  topic: 'rate-limit',
  card: {
    asks: 'Keep `Retry-After` on 503 as on a rate limit.',
    tested: 'Server errors with `Retry-After`.',
    fails: 'The next attempt leaves earlier.',
    fix: 'Read `Retry-After` in the one place that computes delays, whatever the status.',
    source: 'Advice; RFC 9110 §10.2.3',
  },
  appliesTo: whenItCalls,
  observe: (trace) => honoured(trace, 'server-error', inRetryAfter),
  decide: eachByItself,
};
