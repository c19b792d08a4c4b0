/** One id finds all lines of one request: the same over its attempts, another for another call. */
import type { Json } from '../../../harness/model/json.ts';
import type { Trace } from '../../../harness/model/trace.ts';
import { field } from '../../log-lines.ts';
import { lineFieldRule, textThat, type WrittenLine, writtenLines } from './field-rule.ts';

/**
 * The same thing asked for again may well have an id made from its content. Work on an event may go on while the next one
 * is delivered, so that of events only refusals are compared: those end with their answer.
 */
const isSame = (a: WrittenLine, b: WrittenLine): boolean => {
  if (a.cause.kind === 'perform' && b.cause.kind === 'perform')
    return (
      a.cause.operation === b.cause.operation &&
      a.cause.user === b.cause.user &&
      JSON.stringify(a.cause.input) === JSON.stringify(b.cause.input)
    );
  return a.turnedAway === undefined || b.turnedAway === undefined || a.turnedAway === b.turnedAway;
};

const servesAnotherCall = (trace: Trace, id: Json, written: WrittenLine): boolean =>
  writtenLines(trace).some(
    (other) =>
      other.line.event.action !== written.line.event.action &&
      field(other.line.fields, 'request_id') === id &&
      !isSame(other, written),
  );

export const logRequestId = lineFieldRule({
  field: 'request_id',
  statement: 'Every error line has a `request_id` that no other call has.',
  card: {
    asks: 'Write a unique `request_id`, one for each request (its attempts may share it).',
    tested:
      'One or more calls fail in a row, one or more deliveries are refused; the ids of their WARN and ERROR lines are compared.',
    fails: 'It is absent, under another name, no string, empty, or the same for two different calls.',
    fix: 'Make an id with `crypto.randomUUID()` when the operation begins and put it on every line.',
    source: 'STD-17-01 §2.1',
  },
  expects: (written, trace) => ({
    absent: 'wrong',
    judge: textThat((text) => (servesAnotherCall(trace, text, written) ? { why: 'shared-by-calls' } : 'right')),
    facts: { wanted: 'an id of its own' },
  }),
});
