/** No delay is longer than its upper bound: min(maxDelay, base × 2^attempt). */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself } from '../../observing.ts';
import { backoffObservations, delaysOf, whenItRetries } from './samples.ts';

export const backoffWithinEnvelope: Rule = {
  id: 'backoff-within-envelope',
  statement: 'No delay is longer than min(maxDelay, baseDelay × 2^attempt), where the first retry has attempt 0.',
  topic: 'backoff',
  card: {
    asks: 'Keep each delay within its bound, which doubles from retry to retry up to the cap.',
    tested:
      'Each delay from the end of a failed attempt (500, 502, 503, 504 or timeout, without `Retry-After`) to the next one. The declared base and cap count; the attempt is counted from 0, as in the log field `retry_attempt`.',
    fails:
      'A delay is longer than its bound (2 ms are allowed for timers on the virtual clock, 250 ms on the real one).',
    fix: 'Take the minimum after adding everything that you add; begin with 2^0 before the first retry; declare the base and the cap that you use.',
    source: 'STD-17-01 §4.2',
  },
  appliesTo: whenItRetries,
  delays: delaysOf,
  observe: (trace) =>
    backoffObservations(trace, ({ delayMs, envelopeMs, toleranceMs }) => ({
      held: delayMs <= envelopeMs + toleranceMs,
    })),
  decide: eachByItself,
};
