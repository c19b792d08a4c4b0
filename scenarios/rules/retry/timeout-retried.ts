/** A timeout says nothing about the next attempt, and with an idempotency key repeating it is safe. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { isSafeToRepeat } from '../../attempts.ts';
import { eachByItself } from '../../observing.ts';
import { retriedAfter, whenItHasTimeToRetry } from './retried-after.ts';

export const timeoutRetried: Rule = {
  id: 'timeout-retried',
  statement: 'A request that timed out is sent again while retries are left.',
  topic: 'retry',
  card: {
    asks: 'When an attempt times out, try again with back-off, with the same idempotency key.',
    tested:
      'The provider never answers, before or after it acted. Writes that can have no idempotency key are left out: repeating them is not safe.',
    fails: 'The operation ends in an error although `policy.maxRetries` allowed another attempt.',
    fix: 'Treat the error that your client throws on its own timeout (`AbortError`, `TimeoutError`, `ETIMEDOUT`) as transient. Where a whole call has a deadline that leaves no time for another attempt, declare it: `policy.deadlineMs`.',
    source: 'STD-17-01 §4.1',
  },
  appliesTo: whenItHasTimeToRetry(({ attemptTimeoutMs }) => attemptTimeoutMs),
  observe: (trace) => retriedAfter(trace, 'timeout', (series) => isSafeToRepeat(trace, series)),
  decide: eachByItself,
};
