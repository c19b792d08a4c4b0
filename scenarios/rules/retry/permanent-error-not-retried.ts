/** A request that can never succeed as it is only costs quota and time when it is repeated. */
import type { RequestReading, Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { type Attempt, attemptFacts, endedAt, failureOf, nextAttempt, type Series } from '../../attempts.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

const isSame = (a: RequestReading['credential'], b: RequestReading['credential']): boolean =>
  a.kind === 'canary' && b.kind === 'canary' ? a.secret === b.secret && a.stale === b.stale : a.kind === b.kind;

/** 401 and then another credential is a new try, not a retry. Credentials that are not ours cannot be compared. */
const mayHaveNewCredential = (attempt: Attempt, next: Attempt): boolean => {
  const [before, now] = [attempt.request?.reading.credential, next.request?.reading.credential];
  if (before === undefined || now === undefined) return true;
  const is401 = attempt.end.kind === 'reply' && attempt.end.reply.status === 401;
  return !isSame(before, now) || (is401 && before.kind === 'unknown');
};

/** Something was written in between: reading again is asking a new question. */
const worldChanged = (trace: Trace, from: number, until: number): boolean => {
  const writes = new Set(
    trace.events.flatMap((event) => (event.type === 'request' && event.reading.stateChanging ? [event.request] : [])),
  );
  return trace.events.some(
    (event) =>
      event.type === 'reply' &&
      event.reading.class === 'success' &&
      writes.has(event.request) &&
      event.at >= from &&
      event.at <= until,
  );
};

/** To one that expects it, this is an answer: many stop at it and still send again what is an error. */
const isExpected = ({ facts }: Series, { end }: Attempt): boolean =>
  end.kind === 'reply' && facts?.expectedStatuses.includes(end.reply.status) === true;

export const permanentErrorNotRetried: Rule = {
  id: 'permanent-error-not-retried',
  statement: 'A request that failed with 400, 401, 403, 404 or 422 is not sent again.',
  topic: 'retry',
  card: {
    asks: 'When the provider says that the request can never succeed as it is, stop.',
    tested:
      "The provider refuses with 400, 401, 403, 404 or 422 in its own error form. What counts is the dialect's meaning: Linear's 400 for a rate limit is not permanent.",
    fails: 'An equal request with the same credential follows within the same call.',
    fix: 'Decide about retries by a list of transient failures, not by "everything but 2xx"; turn off the retries of the HTTP client for 4xx.',
    source: 'STD-17-01 §3.4, §4.1',
  },
  appliesTo: whenItCalls,
  observe: (trace) => {
    const all = seriesOf(trace);
    return all.flatMap((series) =>
      series.attempts.flatMap((attempt, number) => {
        if (failureOf(attempt) !== 'permanent') return [];
        const next = nextAttempt(all, series, number);
        const facts = attemptFacts(series, attempt);
        if (next === undefined) {
          const expected = isExpected(series, attempt);
          return [observed(trace, true, { ...facts, ...(expected && { expected }) }, attempt.events)];
        }
        const from = endedAt(attempt) ?? attempt.at;
        if (mayHaveNewCredential(attempt, next)) return [];
        if (!series.stateChanging && worldChanged(trace, from, next.at)) return [];
        return [observed(trace, false, { ...facts, afterMs: next.at - from }, [...attempt.events, ...next.events])];
      }),
    );
  },
  decide: (observations) => {
    const findings = eachByItself(observations);
    return findings.every(({ held, facts }) => held && facts.expected === true) ? [] : findings;
  },
};
