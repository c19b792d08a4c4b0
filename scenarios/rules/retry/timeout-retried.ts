/** A timeout says nothing about the next attempt, and with an idempotency key repeating it is safe. */
import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { Applicability, Conduct, Rule } from '../../../harness/ports/rule.ts';
import { isSafeToRepeat } from '../../attempts.ts';
import { eachByItself, whenItCalls } from '../../observing.ts';
import { longestBackoffMs, retriedAfter } from './retried-after.ts';

const appliesTo = (integration: IntegrationFacts, conduct?: Conduct): Applicability => {
  const calls = whenItCalls(integration, conduct);
  const { attemptTimeoutMs, deadlineMs } = integration.policy;
  const hasTime = deadlineMs === undefined || attemptTimeoutMs + longestBackoffMs(integration.policy, 0) < deadlineMs;
  if (calls.applies !== true || hasTime) return calls;
  return {
    applies: 'cannot-tell',
    reason: 'precondition-unmet',
    next: 'After an attempt that times out, `policy.deadlineMs` leaves no time for another one: give attempts less time than the call, in the code and in `policy.attemptTimeoutMs`.',
  };
};

export const timeoutRetried: Rule = {
  id: 'timeout-retried',
  statement: 'A request that timed out is sent again while retries are left.',
  topic: 'retry',
  card: {
    asks: 'When an attempt times out, try again with back-off, with the same idempotency key.',
    tested:
      'The provider never answers, before or after it acted. Writes that can have no idempotency key are left out: repeating them is not safe.',
    fails: 'The operation ends in an error although `policy.maxRetries` allowed another attempt.',
    fix: 'Treat the error that your client throws on its own timeout (`AbortError`, `TimeoutError`, `ETIMEDOUT`) as transient. Where a whole call has a deadline that leaves no time for another attempt, declare it: `policy.deadlineMs`.',
    source: 'STD-17-01 §4.1',
  },
  appliesTo,
  observe: (trace) => retriedAfter(trace, 'timeout', (series) => isSafeToRepeat(trace, series)),
  decide: eachByItself,
};
