/** Sentences about retries. */
import type { JsonObject } from '../../harness/model/json.ts';
import { aRequest, count, ms, theFailure, told } from './phrases.ts';
import type { Wording } from './wording.ts';

/** Some clients give up by themselves when they are asked to wait for longer than they like. */
const asking = ({ waitMs }: JsonObject): string => (waitMs === undefined ? '' : ` that asked to wait ${ms(waitMs)}`);
const patience = ({ waitMs, maxDelayMs }: JsonObject): string =>
  waitMs === undefined ? '' : `; only a wait above \`policy.maxDelayMs\` (${ms(maxDelayMs)}) may be left to others`;
const time = ({ deadlineMs }: JsonObject): string =>
  deadlineMs === undefined ? '' : `; the deadline of ${ms(deadlineMs)} left time to begin one`;

const notRetried = (advice: string): Wording => ({
  message: (facts) =>
    `${aRequest(facts)} was not sent again after ${theFailure(facts)}${asking(facts)}, although ${told(facts.operation)} had used ${count(facts.attempt, 'attempt')} of ${Number(facts.maxRetries) + 1}.`,
  expected: (facts) =>
    `Another attempt with back-off, up to ${count(facts.maxRetries, 'retry', 'retries')}${advice}${patience(facts)}${time(facts)}.`,
  observed: (facts) =>
    `The operation was given up after attempt ${told(facts.attempt)}, which ended with ${theFailure(facts)}.`,
});

const deadline = ({ deadlineMs }: JsonObject): string =>
  deadlineMs === undefined ? '' : `, or beyond the deadline of ${ms(deadlineMs)}`;
const isLeftForLater = ({ askedMs }: JsonObject): boolean => askedMs !== undefined;
const rateLimit = notRetried(', not earlier than the provider asked');

export const retryWording: Record<string, Wording> = {
  'server-error-retried': notRetried(''),
  'timeout-retried': notRetried(', with the same idempotency key'),
  'lost-connection-retried': notRetried(', with the same idempotency key'),
  'rate-limit-retried': {
    message: (facts) =>
      isLeftForLater(facts)
        ? `${aRequest(facts)} that was asked to wait ${ms(facts.askedMs)} was given up and is lost: no dead letter, no retryAfter in the error.`
        : rateLimit.message(facts),
    expected: (facts) =>
      isLeftForLater(facts)
        ? `Above the longest delay of ${ms(facts.maxDelayMs)}${deadline(facts)}, a dead letter or an error with retryAfter.`
        : rateLimit.expected(facts),
    observed: (facts) =>
      isLeftForLater(facts)
        ? 'An error without retryAfter, and an empty dead letter queue.'
        : rateLimit.observed(facts),
  },
  'success-not-retried': {
    message: (facts) =>
      `${aRequest(facts)} was sent again ${ms(facts.afterMs)} after it had succeeded with status ${told(facts.status)}.`,
    expected: () => 'No further equal request in this call after the first 2xx.',
    observed: (facts) => `An equal request ${ms(facts.afterMs)} after the success.`,
  },
  'permanent-error-not-retried': {
    message: (facts) =>
      `${aRequest(facts)} was sent again ${ms(facts.afterMs)} after status ${told(facts.status)}, which is permanent.`,
    expected: () => 'No further equal request in this call, unless with another credential.',
    observed: (facts) => `An equal request with the same credential ${ms(facts.afterMs)} later.`,
  },
  'spent-account-not-retried': {
    message: (facts) =>
      `${aRequest(facts)} was sent again ${ms(facts.afterMs)} after it was refused because the account has no credit left (status ${told(facts.status)}, ${told(facts.errorCode)}).`,
    expected: () => 'No further equal request in this call: no wait pays a bill.',
    observed: (facts) => `An equal request ${ms(facts.afterMs)} later.`,
  },
  'retries-within-declared': {
    message: (facts) =>
      `${aRequest(facts)} was attempted ${count(facts.attempts, 'time')} for one ${told(facts.operation)}; maxRetries ${told(facts.maxRetries)} allows ${told(facts.allowed)}.`,
    expected: (facts) => `At most ${count(facts.allowed, 'attempt')}, all layers together.`,
    observed: (facts) => `${count(facts.attempts, 'attempt')}.`,
  },
  'declared-retries-sane': {
    message: (facts) => `The contract declares maxRetries ${told(facts.maxRetries)}.`,
    expected: (facts) => `A number from ${told(facts.least)} to ${told(facts.most)}.`,
    observed: (facts) => `${told(facts.maxRetries)}.`,
  },
  'attempt-times-out': {
    message: (facts) =>
      facts.waitedMs === undefined
        ? `${aRequest(facts)} that got no answer was never given up.`
        : `${aRequest(facts)} that got no answer was given up after ${ms(facts.waitedMs)}; the contract declares ${ms(facts.declaredMs)}.`,
    expected: (facts) => `The attempt ends after ${ms(facts.declaredMs)}, with ${ms(facts.allowedMs)} to spare.`,
    observed: (facts) => (facts.waitedMs === undefined ? 'It waited for ever.' : `It waited ${ms(facts.waitedMs)}.`),
  },
  'dead-letter-on-exhaustion': {
    message: (facts) =>
      `${told(facts.operation)} failed for good after ${count(facts.attempts, 'attempt')} (the last with ${theFailure(facts)}) and is not in the dead letter queue.`,
    expected: () => 'An entry with the idempotency key of the operation or most of its input.',
    observed: (facts) =>
      facts.entries === 0
        ? 'No entry.'
        : `${count(facts.entries, 'entry', 'entries')}, none of them about this operation.`,
  },
};
