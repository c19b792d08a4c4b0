/** The declaration itself: a number of retries that nobody would defend in a review. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';

const least = 1;
const most = 10;

export const declaredRetriesSane: Rule = {
  id: 'declared-retries-sane',
  statement: `The declared number of retries is between ${least} and ${most}.`,
  topic: 'retry',
  card: {
    asks: 'Declare a number of retries that helps in an outage and does not prolong it.',
    tested: '`policy.maxRetries` of the contract. Whether the number suits the operation is for people to say.',
    fails: `It is below ${least} (nothing is ever retried) or above ${most}.`,
    fix: 'Set `policy.maxRetries`, in the contract and in the code, to about 3 to 5.',
    source: 'STD-17-01 §3.4, §4.1',
  },
  appliesTo: whenItCalls,
  observe: (trace) => {
    const { maxRetries } = trace.integration.policy;
    const held = Number.isInteger(maxRetries) && maxRetries >= least && maxRetries <= most;
    return [observed(trace, held, { maxRetries, least, most }, trace.events.slice(0, 1))];
  },
  // The declaration is the same in every trace.
  decide: (observations) => eachByItself(observations.slice(0, 1)),
};
