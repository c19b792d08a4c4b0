/** Advice: the standard does not name lost connections, yet they pass as quickly as a 503. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { isSafeToRepeat } from '../../attempts.ts';
import { eachByItself, whenItCalls } from '../../observing.ts';
import { retriedAfter } from './retried-after.ts';

export const lostConnectionRetried: Rule = {
  id: 'lost-connection-retried',
  statement: 'A request whose connection was refused, reset or closed is sent again while retries are left.',
  topic: 'retry',
  card: {
    asks: 'When a connection cannot be made or is lost before the reply, try again as after a server error.',
    tested:
      'The connection is refused, reset before the provider acted, or reset after it (the reply is lost). Writes that can have no idempotency key are left out.',
    fails: 'The operation ends in an error although `policy.maxRetries` allowed another attempt.',
    fix: 'Treat `ECONNREFUSED`, `ECONNRESET`, `EPIPE` and `fetch failed` as transient; keep the idempotency key.',
    source: 'Advice; follows from STD-17-01 §4.1',
  },
  appliesTo: whenItCalls,
  observe: (trace) => retriedAfter(trace, 'lost-connection', (series) => isSafeToRepeat(trace, series)),
  decide: eachByItself,
};
