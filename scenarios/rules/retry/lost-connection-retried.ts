/** Advice: the standard does not name lost connections, yet they pass as quickly as a 503. */

import type { Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { type Attempt, isSafeToRepeat, type Series } from '../../attempts.ts';
import { eachByItself } from '../../observing.ts';
import { retriedAfter, whenItHasTimeToRetry } from './retried-after.ts';

/** After a handshake that was cut, a client hears what it would hear after a lost reply: it cannot know that nothing was sent. */
const looksLikeLostReply = ({ request, end }: Attempt): boolean =>
  request === undefined && end.kind === 'lost' && end.how === 'handshake-cut';

/** By what the contract says, where no request shows it. */
const isDeclaredSafe = (trace: Trace, { facts, provider }: Series): boolean => {
  const keys = trace.integration.providers.find(({ id }) => id === provider)?.idempotency;
  return facts?.stateChanging === false || (facts?.idempotency !== 'none' && keys !== 'none');
};

export const lostConnectionRetried: Rule = {
  id: 'lost-connection-retried',
  statement:
    'A request whose connection was refused, reset or closed, or cut in its TLS handshake, is sent again while retries are left.',
  topic: 'retry',
  card: {
    asks: 'When a connection cannot be made or is lost before the reply, try again as after a server error.',
    tested:
      'The connection is refused, cut in its TLS handshake, reset before the provider acted, or reset after it (the reply is lost). Writes that can have no idempotency key are left out.',
    fails: 'The operation ends in an error although `policy.maxRetries` allowed another attempt.',
    fix: 'Treat `ECONNREFUSED`, `ECONNRESET`, `EPIPE` and `fetch failed` as transient; keep the idempotency key.',
    source: 'Advice; follows from STD-17-01 §4.1',
  },
  appliesTo: whenItHasTimeToRetry(() => 0),
  observe: (trace) =>
    retriedAfter(
      trace,
      'lost-connection',
      (series, attempt) =>
        isSafeToRepeat(trace, series) && (!looksLikeLostReply(attempt) || isDeclaredSafe(trace, series)),
    ),
  decide: eachByItself,
};
