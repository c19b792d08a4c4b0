/** A write that succeeded is over: sending it again can only do harm. */
import type { Rule } from '../../../harness/ports/rule.ts';
import {
  attemptFacts,
  endedAt,
  failureOf,
  isSuccess,
  isWrite,
  type Retry,
  retriesOf,
  type Series,
  spoiltRequests,
} from '../../attempts.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

/** The whole operation was begun again because another of its requests failed, under the key that makes this harmless. */
const isPartOfRestart = ({ failed, next }: Retry, all: readonly Series[], own: Series): boolean => {
  const key = failed.request?.reading.idempotencyKey;
  if (key === undefined || next.request?.reading.idempotencyKey !== key) return false;
  const from = endedAt(failed) ?? failed.at;
  return all.some(
    (other) =>
      other !== own &&
      other.attempts.some(
        (attempt) => failureOf(attempt) !== undefined && attempt.at >= from && (endedAt(attempt) ?? next.at) <= next.at,
      ),
  );
};

export const successNotRetried: Rule = {
  id: 'success-not-retried',
  statement: 'A write that succeeded is not sent again.',
  topic: 'retry',
  card: {
    asks: 'After a 2xx reply to a state-changing request, do not send the same request again for the same call.',
    tested: 'Every state-changing request that got a whole, readable 2xx reply. Reads may be repeated.',
    fails: 'A request equal to it, apart from its idempotency key, follows within the same call.',
    fix: 'Return on the first 2xx; look for a loop that goes on after success, or for two layers that both send.',
    source: 'STD-17-01 §4.1',
  },
  appliesTo: whenItCalls,
  observe: (trace) => {
    const spoilt = spoiltRequests(trace);
    const all = seriesOf(trace);
    return all.filter(isWrite).flatMap((series) => {
      const retries = retriesOf(series);
      return series.attempts.flatMap((attempt, number) => {
        if (!isSuccess(attempt) || spoilt.has(attempt.request?.request ?? -1)) return [];
        const retry = retries[number];
        if (retry !== undefined && isPartOfRestart(retry, all, series)) return [];
        const facts = {
          ...attemptFacts(series, attempt),
          ...(retry === undefined ? {} : { afterMs: retry.next.at - (endedAt(attempt) ?? attempt.at) }),
        };
        return [observed(trace, retry === undefined, facts, [...attempt.events, ...(retry?.next.events ?? [])])];
      });
    });
  },
  decide: eachByItself,
};
