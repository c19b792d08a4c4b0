/** Two users may want the same thing: neither must swallow the other's operation. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { pairsOf, repetitionsOf, requestEvents, whenContentKey } from './keys.ts';

export const contentKeySeparatesUsers: Rule = {
  id: 'content-key-separates-users',
  statement: 'Equal input from different users gives different idempotency keys.',
  topic: 'idempotency',
  card: {
    asks: "For operations with idempotency 'content', make the user a part of the key.",
    tested: 'An operation is called with equal input by two users.',
    fails: "The second user's call sends a key that the first user's call had sent.",
    fix: 'Hash user, operation and params together.',
    source: 'STD-17-01 §4.3',
  },
  appliesTo: whenContentKey,
  observe: (trace) =>
    repetitionsOf(trace)
      .filter(({ sameUser }) => !sameUser)
      .flatMap((repetition) =>
        pairsOf(repetition).map(({ series, key, before }) =>
          observed(
            trace,
            !before.includes(key),
            {
              operation: repetition.again.perform.operation,
              provider: series.provider,
              request: series.operation,
              method: series.method,
            },
            [
              repetition.first.event,
              ...requestEvents(repetition.first.series),
              repetition.again.event,
              ...requestEvents(repetition.again.series),
            ],
          ),
        ),
      ),
  decide: eachByItself,
};
