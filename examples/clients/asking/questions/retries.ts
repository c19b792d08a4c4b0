/** How often a call is made, and after which failures it is made again. Each probe strikes far more often than that. */
import type { Call } from '../calls.ts';
import type { Evidence, Question } from '../evidence.ts';
import { lastingTimes, statuses } from '../probes.ts';
import { median, time } from './numbers.ts';

export const attemptsIn = (calls: readonly Call[]): number =>
  Math.max(0, ...calls.map(({ attempts }) => attempts.length));

export const isRetried = (calls: readonly Call[]): boolean => attemptsIn(calls) > 1;

const counted = (attempts: number): string =>
  attempts > lastingTimes ? `${attempts} or more attempts` : `${attempts} attempts`;

const unseen = (calls: readonly Call[]): string | undefined =>
  calls.length === 0 || calls.some(({ struck }) => !struck)
    ? 'cannot be told: the failure never came about'
    : undefined;

/** `no`, or how many attempts were made before it gave up. */
export function retriesAfter(calls: readonly Call[]): string {
  const unknown = unseen(calls);
  if (unknown !== undefined) return unknown;
  if (isRetried(calls)) return `yes, ${counted(attemptsIn(calls))}`;
  return calls.some(({ outcome }) => outcome === 'ok') ? 'no: takes it for a good answer' : 'no';
}

/** Which of several statuses it retries. */
export function retriedStatuses(evidence: Evidence, asked: readonly number[]): string {
  const calls = asked.map((status) => [status, evidence.calls(`status-${status}`)] as const);
  const unknown = calls.map(([, seen]) => unseen(seen)).find((each) => each !== undefined);
  if (unknown !== undefined) return unknown;
  const retried = calls.filter(([, seen]) => isRetried(seen)).map(([status]) => status);
  if (retried.length === 0) return 'none';
  return retried.length === asked.length ? 'all' : retried.join(', ');
}

/** After how long a request without any answer is given up. */
export function timeOut(calls: readonly Call[]): string {
  const unknown = unseen(calls);
  if (unknown !== undefined) return unknown;
  // What a client is still waiting for when the call is ended from outside was not given up by itself.
  const own = calls.flatMap(({ attempts, outcome }) => (outcome === 'stuck' ? attempts.slice(0, -1) : attempts));
  const given = own.filter(({ abandoned }) => abandoned);
  if (given.length === 0) return 'none';
  return time(median(given.map(({ at, endedAt }) => endedAt - at)));
}

/** A client that never gives up waiting has nothing to retry. */
export function retriesAfterTimeOut(calls: readonly Call[]): string {
  const isEndless = calls.some(({ outcome, attempts }) => outcome === 'stuck' && attempts.length === 1);
  return isEndless ? 'waits without end (no time-out of its own)' : retriesAfter(calls);
}

const lasting: readonly (readonly [failure: string, probes: readonly string[]])[] = [
  ['429', ['status-429']],
  ['408', ['status-408']],
  ['409', ['status-409']],
  ['5xx', statuses.serverErrors.map((status) => `status-${status}`)],
  ['other 4xx', statuses.otherClientErrors.map((status) => `status-${status}`)],
  ['time-out', ['hang']],
  ['reset', ['reset']],
  ['truncated body', ['truncated']],
];

/** After which failures at all. */
export function retriedAfter(evidence: Evidence): string {
  const failures = lasting.filter(([, probes]) => probes.some((probe) => isRetried(evidence.calls(probe))));
  return failures.length === 0 ? 'no' : `after ${failures.map(([failure]) => failure).join(', ')}`;
}

/** The most attempts of one call; several numbers where it depends on the failure. */
export function mostAttempts(evidence: Evidence): string {
  const counts = lasting.flatMap(([, probes]) => probes.map((probe) => attemptsIn(evidence.calls(probe))));
  const retried = [...new Set(counts.filter((count) => count > 1))].toSorted((a, b) => a - b);
  if (retried.length === 0) return '1';
  return retried.map((count) => (count > lastingTimes ? `${count} or more` : String(count))).join(' or ');
}

const after = (id: string, title: string, probe: string): Question => ({
  id,
  title,
  answer: (evidence) => retriesAfter(evidence.calls(probe)),
});

export const retryQuestions: readonly Question[] = [
  { id: 'retried', title: 'retried at all', answer: retriedAfter },
  { id: 'attempts', title: 'attempts', answer: mostAttempts },
  after('retries-429', '429', 'status-429'),
  after('retries-408', '408', 'status-408'),
  after('retries-409', '409', 'status-409'),
  {
    id: 'retries-5xx',
    title: `of ${statuses.serverErrors.join(', ')}`,
    answer: (evidence) => retriedStatuses(evidence, statuses.serverErrors),
  },
  {
    id: 'retries-other-4xx',
    title: `of ${statuses.otherClientErrors.join(', ')}`,
    answer: (evidence) => retriedStatuses(evidence, statuses.otherClientErrors),
  },
];

export const connectionQuestions: readonly Question[] = [
  { id: 'time-out', title: 'time-out of its own', answer: (evidence) => timeOut(evidence.calls('hang')) },
  {
    id: 'retries-time-out',
    title: 'after a time-out',
    answer: (evidence) => retriesAfterTimeOut(evidence.calls('hang')),
  },
  after('retries-reset', 'after a reset', 'reset'),
  after('retries-truncated', 'after a truncated body', 'truncated'),
];
