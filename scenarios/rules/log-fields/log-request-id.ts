/** One id finds all lines of one request: the same over its attempts, another for another call. */
import type { Json } from '../../../harness/model/json.ts';
import type { Trace } from '../../../harness/model/trace.ts';
import type { Perform } from '../../attempts.ts';
import { field } from '../../log-lines.ts';
import { lineFieldRule, textThat, writtenLines } from './field-rule.ts';

/** The same thing asked for again may well have an id made from its content. */
const isSame = (a: Perform, b: Perform): boolean =>
  a.operation === b.operation && a.user === b.user && JSON.stringify(a.input) === JSON.stringify(b.input);

const servesAnotherCall = (trace: Trace, id: Json, action: number, perform: Perform): boolean =>
  writtenLines(trace).some(
    (other) =>
      other.line.event.action !== action &&
      field(other.line.fields, 'request_id') === id &&
      !isSame(other.perform, perform),
  );

export const logRequestId = lineFieldRule({
  field: 'request_id',
  statement: 'Every error line has a `request_id` that no other call has.',
  card: {
    asks: 'Write a unique `request_id`, one for each request (its attempts may share it).',
    tested: 'One or more calls fail in a row; the ids of their WARN and ERROR lines are compared.',
    fails: 'It is absent, under another name, no string, empty, or the same for two different calls.',
    fix: 'Make an id with `crypto.randomUUID()` when the operation begins and put it on every line.',
    source: 'STD-17-01 §2.1',
  },
  expects: ({ line, perform }, trace) => ({
    absent: 'wrong',
    judge: textThat((text) =>
      servesAnotherCall(trace, text, line.event.action, perform) ? { why: 'shared-by-calls' } : 'right',
    ),
    facts: { wanted: 'an id of its own' },
  }),
});
