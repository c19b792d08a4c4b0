/** 500, 502, 503 and 504 pass: the next attempt may succeed. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself } from '../../observing.ts';
import { retriedAfter, whenItHasTimeToRetry } from './retried-after.ts';

export const serverErrorRetried: Rule = {
  id: 'server-error-retried',
  statement: 'A request that failed with 500, 502, 503 or 504 is sent again while retries are left.',
  topic: 'retry',
  card: {
    asks: 'When the provider answers 500, 502, 503 or 504, try again with back-off, up to the declared number of retries.',
    tested: 'The provider answers with one of these statuses, once or for a while, without having acted.',
    fails: 'The operation ends in an error although `policy.maxRetries` allowed another attempt.',
    fix: 'Treat these four statuses as transient in the one place that decides about retries, for reads and writes alike.',
    source: 'STD-17-01 §4.1',
  },
  appliesTo: whenItHasTimeToRetry(() => 0),
  observe: (trace) => retriedAfter(trace, 'server-error'),
  decide: eachByItself,
};
