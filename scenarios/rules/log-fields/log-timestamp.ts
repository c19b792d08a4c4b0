/** When it happened, in a form that sorts and that no time zone can change. */
import { type Answer, lineFieldRule, textThat } from './field-rule.ts';

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?<zone>Z|[+-]\d\d(?::?\d\d)?)?$/i;
const utc = /^(?:Z|[+-]00(?::?00)?)$/i;
const nearMs = 60_000;

/** `from` and `to` are Unix ms: the call, and the line. */
const judgeTime = (text: string, from: number, to: number): Answer => {
  const zone = iso.exec(text);
  if (zone === null) return { why: 'not-iso-8601' };
  if (!utc.test(zone.groups?.zone ?? '')) return { why: 'not-utc' };
  const time = Date.parse(text.replace(',', '.').toUpperCase());
  if (Number.isNaN(time)) return { why: 'not-iso-8601' };
  return time >= from - nearMs && time <= to + nearMs ? 'right' : { why: 'another-time' };
};

export const logTimestamp = lineFieldRule({
  field: 'timestamp',
  statement: 'Every error line has a `timestamp` in ISO 8601 and UTC that says when the error occurred.',
  card: {
    asks: 'Write `timestamp` as an ISO 8601 string in UTC, such as 2026-01-25T12:00:00.000Z.',
    tested: 'Calls fail in many ways; each WARN or ERROR line is compared with the clock of the case.',
    fails: 'It is absent or under another name, not ISO 8601, not UTC, or more than a minute away from the failure.',
    fix: 'Let the logger write `timestamp: new Date().toISOString()`; with pino, set the `timestamp` option.',
    source: 'STD-17-01 §2.1',
  },
  expects: ({ line, calledAt }, trace) => ({
    absent: 'wrong',
    judge: textThat((text) => judgeTime(text, trace.epochMs + calledAt, trace.epochMs + line.event.at)),
    facts: { wanted: new Date(trace.epochMs + line.event.at).toISOString() },
  }),
});
