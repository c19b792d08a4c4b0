/** A new key for each attempt is as good as none. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts } from '../../attempts.ts';
import { eachByItself, observed } from '../../observing.ts';
import { keyedSeriesOf, keysOf, requestEvents, whenAnyKey } from './keys.ts';

export const retryKeepsIdempotencyKey: Rule = {
  id: 'retry-keeps-idempotency-key',
  statement: 'A retry carries the idempotency key of the first attempt.',
  topic: 'idempotency',
  card: {
    asks: 'Make the key before the first attempt, and send the same one with each retry.',
    tested: 'State-changing requests that were attempted more than once, compared apart from their key.',
    fails: 'Two attempts carry different keys, or one of them carries none.',
    fix: 'Move the call that makes the key out of the retry loop.',
    source: 'STD-17-01 §3.4, §4.1',
  },
  appliesTo: whenAnyKey,
  observe: (trace) =>
    keyedSeriesOf(trace).flatMap((series) => {
      const keys = keysOf(series);
      const [attempt] = series.attempts;
      // No key at all is another rule's finding.
      if (attempt === undefined || keys.length < 2 || keys.every((key) => key === undefined)) return [];
      const distinct = new Set(keys).size;
      const facts = { ...attemptFacts(series, attempt), requests: keys.length, keys: distinct };
      return [observed(trace, distinct === 1, facts, requestEvents([series]))];
    }),
  decide: eachByItself,
};
