/** A key made from the content finds a duplicate only if equal content gives an equal key. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself } from '../../observing.ts';
import { hourMs, whenContentKey } from './keys.ts';
import { sameKeyAgain } from './same-key-again.ts';

export const contentKeyIsStable: Rule = {
  id: 'content-key-is-stable',
  statement: 'Equal input from the same user gives the same idempotency key.',
  topic: 'idempotency',
  card: {
    asks: "For operations with idempotency 'content', make the key from user, operation and parameters, and from nothing else.",
    tested: 'An operation is called twice with equal input by the same user, within an hour.',
    fails: 'The second call sends another key for the same provider operation.',
    fix: 'Hash a canonical form (sorted object keys) of user, operation and params; leave times, attempt numbers and random values out.',
    source: 'STD-17-01 §4.3',
  },
  appliesTo: whenContentKey,
  observe: (trace) => sameKeyAgain(trace, 0, hourMs),
  decide: eachByItself,
};
