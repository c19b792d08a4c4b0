/** A key for a new operation has to be unlike any other: the standard names `crypto.randomUUID()`. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { firstKey, keyedSeriesOf, requestEvents, whenNewKey } from './keys.ts';

/** Versions 4 and 7 hold at least 62 random bits; a prefix before the UUID does no harm. */
const randomUuid =
  /(?:^|[^0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?:$|[^0-9a-f])/i;
const anyUuid = /[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;

const formOf = (key: string): string => {
  if (randomUuid.test(key)) return 'random UUID';
  const version = anyUuid.exec(key)?.[1];
  if (version !== undefined) return `UUID of version ${version}`;
  return ulid.test(key) ? 'ULID' : 'other text';
};

export const newKeyIsUuid: Rule = {
  id: 'new-key-is-uuid',
  statement: 'The idempotency key of a new operation is a random UUID.',
  topic: 'idempotency',
  card: {
    asks: "For operations with idempotency 'new', use `crypto.randomUUID()`.",
    tested:
      'The key of every state-changing request of such an operation. UUIDs of version 4 and 7 pass, also behind a prefix.',
    fails: 'The key has another form. A ULID is as unlikely to repeat, but it is not what the standard recommends.',
    fix: 'Call `crypto.randomUUID()` once per operation, before the first attempt.',
    source: 'STD-17-01 §4.3',
  },
  appliesTo: whenNewKey,
  observe: (trace) =>
    keyedSeriesOf(trace).flatMap((series) => {
      const key = firstKey(series);
      if (key === undefined || series.facts?.idempotency !== 'new') return [];
      const facts = {
        operation: series.perform.operation,
        provider: series.provider,
        request: series.operation,
        method: series.method,
        key,
        form: formOf(key),
      };
      return [observed(trace, randomUuid.test(key), facts, requestEvents([series]).slice(0, 1))];
    }),
  decide: eachByItself,
};
