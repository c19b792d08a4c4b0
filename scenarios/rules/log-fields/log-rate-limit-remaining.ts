/** What is left of the quota, where the provider told it. */
import { failureOf } from '../../attempts.ts';
import { failureFieldRule, numberThat } from './field-rule.ts';

export const logRateLimitRemaining = failureFieldRule({
  field: 'rate_limit_remaining',
  statement:
    'A line about a failed request whose reply told what is left of a quota says it as `rate_limit_remaining`.',
  card: {
    asks: 'Write what the provider says is left of the quota as the number `rate_limit_remaining`.',
    tested: 'Requests fail with replies that tell a remaining quota; the lines are compared with it.',
    fails: 'It is absent although the provider told one, under another name, no number, or a number that was not told.',
    fix: 'Read the quota header of every reply, also of errors, and log it.',
    source: 'STD-17-01 §2.4',
  },
  expects: ({ attempt }, trace) => {
    const { end } = attempt;
    const told = end.kind === 'reply' ? (end.reply.reading.quota ?? []) : [];
    if (told.length === 0) return undefined;
    const before = trace.events.flatMap((event) =>
      event.type === 'reply' && end.kind === 'reply' && event.seq < end.reply.seq ? (event.reading.quota ?? []) : [],
    );
    return {
      // What cannot be read as a reply of this API may be lost with its headers: many SDKs keep nothing of it.
      absent: failureOf(attempt) === 'other' ? 'untold' : 'wrong',
      judge: numberThat((value) =>
        [...told, ...before].some(({ remaining }) => remaining === value) ? 'right' : { why: 'another-number' },
      ),
      facts: { wanted: told[0]?.remaining ?? 0 },
    };
  },
});
