/** The status as received; and none where no reply came. */
import type { Json } from '../../../harness/model/json.ts';
import { failureFieldRule, numberThat } from './field-rule.ts';

const leastStatus = 100;

export const logStatusCode = failureFieldRule({
  field: 'status_code',
  statement: 'A line about an HTTP error says the status received as `status_code`; without a reply it says none.',
  card: {
    asks: 'Write the HTTP status as the number `status_code`, and leave it out where no reply came.',
    tested: 'Requests fail with many statuses, with resets and with timeouts; the lines are compared with the wire.',
    fails:
      'It is absent after an HTTP error, under another name, no number, another status, or there though no reply came.',
    fix: 'Take the status from the response or from the SDK’s error object, never from a default.',
    source: 'STD-17-01 §2.3',
  },
  expects: ({ attempt: { end, events }, series }, trace) => {
    /** An endpoint may tell what it answered itself. */
    const isOwnAnswer = (value: Json): boolean =>
      trace.events.some(
        (event) =>
          event.type === 'answer' &&
          event.action === series.action &&
          event.result.kind === 'answered' &&
          event.result.status === value,
      );
    switch (end.kind) {
      case 'reply': {
        const { status } = end.reply;
        return {
          // Some APIs report an error under 200: then it is no HTTP error, and the status may be left out.
          absent: status >= 400 ? 'wrong' : 'untold',
          judge: numberThat((value) => {
            if (value === status) return 'right';
            return isOwnAnswer(value) ? 'untold' : { why: 'another-status' };
          }),
          facts: { wanted: status },
        };
      }
      case 'open':
        return undefined;
      default: {
        // The head of a reply may have come before the connection ended.
        const begun = events.find(({ type }) => type === 'reply');
        const status = begun?.type === 'reply' ? begun.status : undefined;
        return {
          absent: 'right',
          judge: (value) => {
            if (value === status || Number(value) < leastStatus) return 'right';
            return isOwnAnswer(value) ? 'untold' : { why: 'no-reply' };
          },
          facts: { wanted: 'no status' },
        };
      }
    }
  },
});
