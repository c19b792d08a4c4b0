/** Without a key on the wire nobody can tell a repeated write from a second one. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts } from '../../attempts.ts';
import { eachByItself, observed } from '../../observing.ts';
import { keyedSeriesOf, keysOf, requestEvents, whenAnyKey } from './keys.ts';

export const writeCarriesIdempotencyKey: Rule = {
  id: 'write-carries-idempotency-key',
  statement: 'Every state-changing request carries an idempotency key.',
  topic: 'idempotency',
  card: {
    asks: 'Generate an idempotency key for every state-changing operation and send it with every attempt.',
    tested:
      "Every state-changing request of an operation with idempotency 'new' or 'content', where the provider has a place for a key.",
    fails: 'A request goes out without a key.',
    fix: "Make the key once per operation and pass it on: as `Idempotency-Key`, or as the provider's own field (Linear: `id` in the input).",
    source: 'STD-17-01 §3.4',
  },
  appliesTo: whenAnyKey,
  observe: (trace) =>
    keyedSeriesOf(trace).flatMap((series) => {
      const keys = keysOf(series);
      const [attempt] = series.attempts;
      if (attempt === undefined || keys.length === 0) return [];
      const without = keys.filter((key) => key === undefined).length;
      const facts = { ...attemptFacts(series, attempt), requests: keys.length, without };
      return [observed(trace, without === 0, facts, requestEvents([series]))];
    }),
  decide: eachByItself,
};
