/** Advice: a provider that sends no `Retry-After` may tell the time in a header of its own. No clause asks to read that. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, whenItCalls } from '../../observing.ts';
import { honoured } from './honoured.ts';

export const resetTimeHonoured: Rule = {
  id: 'reset-time-honoured',
  statement: "A rate-limited request is not sent again earlier than the provider's own header says.",
  topic: 'rate-limit',
  card: {
    asks: 'Where a refusal has no `Retry-After`, wait until the quota is back as the provider itself tells it (`X-RateLimit-Reset`, `retry-after-ms`).',
    tested: 'Rate limits that tell the time only in a header of the provider.',
    fails: 'The next attempt leaves earlier.',
    fix: "Read the provider's reset header where `Retry-After` is missing; trying earlier only spends an attempt.",
    source: 'Advice; the documentation of the provider',
  },
  appliesTo: whenItCalls,
  observe: (trace) => honoured(trace, 'rate-limited', ['milliseconds', 'provider']),
  decide: eachByItself,
};
