/** A duplicate is found for a day, not only for a moment. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself } from '../../observing.ts';
import { hourMs, whenContentKey } from './keys.ts';
import { sameKeyAgain } from './same-key-again.ts';

export const keyHoldsFor24Hours: Rule = {
  id: 'key-holds-for-24-hours',
  statement: 'Equal input from the same user keeps its idempotency key for 24 hours.',
  topic: 'idempotency',
  card: {
    asks: "For operations with idempotency 'content', let a key hold for 24 hours.",
    tested:
      'An operation is called again with equal input by the same user, 1 to 24 hours later. After that a key may expire.',
    fails: 'The later call sends another key for the same provider operation.',
    fix: 'Keep dates and hours out of the hash, and let stored keys expire after 24 hours, not before.',
    source: 'STD-17-01 §4.3',
  },
  appliesTo: whenContentKey,
  observe: (trace) => sameKeyAgain(trace, hourMs, 24 * hourMs),
  decide: eachByItself,
};
