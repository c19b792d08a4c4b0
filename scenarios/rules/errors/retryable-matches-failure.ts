/** `retryable` tells the caller the class of the failure: transient, or not. */
import type { Rule } from '../../../harness/ports/rule.ts';
import type { Failure } from '../../attempts.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { endingsOf, fieldsOf } from './endings.ts';

/** Undefined where the standard has no word for the failure: 501, 529, a reply that was cut. */
const isRetryable = (failure: Failure): boolean | undefined => {
  if (failure === 'other') return undefined;
  return failure !== 'permanent';
};

export const retryableMatchesFailure: Rule = {
  id: 'retryable-matches-failure',
  statement: 'A returned error says `retryable: true` after a transient failure and `false` after a permanent one.',
  topic: 'errors',
  card: {
    asks: 'Classify: server errors, rate limits, timeouts and lost connections can be retried; 400, 401, 403, 404 and 422 cannot.',
    tested: 'Calls end with failures of each class; `retryable` is compared with the last one.',
    fails: '`retryable` says the opposite.',
    fix: 'Derive `retryable` from the same classification that decides about retries.',
    source: 'STD-17-01 §3.3, §4.1',
  },
  appliesTo: whenItCalls,
  observe: (trace) =>
    endingsOf(trace).flatMap(({ error, failure, facts, events }) => {
      const wanted = isRetryable(failure);
      const { retryable } = fieldsOf(error);
      if (wanted === undefined || typeof retryable !== 'boolean') return [];
      return [observed(trace, retryable === wanted, { ...facts, retryable, wanted }, events)];
    }),
  decide: eachByItself,
};
