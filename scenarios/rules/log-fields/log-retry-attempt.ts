/**
 * Counts retries as the wire does: 0 on the first failure. An SDK that retries silently below the application hides
 * attempts from it, so a number that is too low is only wrong when every failure before was logged.
 */
import type { Trace } from '../../../harness/model/trace.ts';
import { failureOf, isSuccess } from '../../attempts.ts';
import { allPlacesOf, failureAccounts, type Place } from '../../log-lines.ts';
import { type Answer, failureFieldRule, numberThat } from './field-rule.ts';
import { absentUnlessRetryable } from './retryable.ts';

const firstSeq = ({ attempt }: Place): number => attempt.events[0]?.seq ?? 0;

/** A work queue took the request up again: whether it goes on counting is its own business. */
const isTakenUpAgain = ({ series }: Place, all: readonly Place[]): boolean =>
  all.some(
    (other) =>
      other.series !== series &&
      other.series.action === series.action &&
      other.series.fingerprint === series.fingerprint &&
      firstSeq(other) < (series.attempts[0]?.events[0]?.seq ?? 0),
  );

const everyFailureBeforeWasLogged = (place: Place, trace: Trace): boolean => {
  const logged = new Set(failureAccounts(trace).flatMap(({ places }) => places.map(({ attempt }) => attempt)));
  const seqs = new Set([...logged].map((attempt) => attempt.events[0]?.seq));
  return place.series.attempts
    .slice(0, place.index)
    .every((attempt) => failureOf(attempt) === undefined || seqs.has(attempt.events[0]?.seq));
};

/** Attempts of this call before this one that did not do, in whatever step of it: the most that a loop can have counted. */
const failedBefore = (place: Place, all: readonly Place[]): number =>
  all.filter(
    (other) =>
      other.series.action === place.series.action && firstSeq(other) < firstSeq(place) && !isSuccess(other.attempt),
  ).length;

const judgeCount = (value: number, place: Place, trace: Trace): Answer => {
  const all = allPlacesOf(trace);
  if (!Number.isInteger(value) || value < 0) return { why: 'not-a-count' };
  if (isTakenUpAgain(place, all)) return 'untold';
  const most = Math.max(place.index, failedBefore(place, all));
  if (value > most) return { why: 'too-high' };
  if (value >= place.index) return 'right';
  // A queue that takes an event up again may count anew.
  if (!('perform' in place.series)) return 'untold';
  return everyFailureBeforeWasLogged(place, trace) ? { why: 'too-low' } : 'untold';
};

export const logRetryAttempt = failureFieldRule({
  field: 'retry_attempt',
  statement: 'A line about a failed attempt says as `retry_attempt` which retry it was: 0 for the first try.',
  card: {
    asks: 'Write the number of the retry as `retry_attempt`: 0 for the first try, 1 for the first retry.',
    tested: 'Requests fail several times in a row; each line is compared with the attempts on the wire.',
    fails: 'It is absent, under another name, no number, or another number than the wire shows.',
    fix: 'Log the counter of the retry loop, and begin it at 0.',
    source: 'STD-17-01 §2.2',
  },
  expects: (place, trace) => ({
    absent: absentUnlessRetryable(place),
    judge: numberThat((value) => judgeCount(value, place, trace)),
    facts: { wanted: place.index },
  }),
});
