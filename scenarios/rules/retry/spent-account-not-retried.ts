/** Advice: an account without credit may be refused with 429, which the standard retries; yet no wait pays a bill. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts, endedAt, nextAttempt } from '../../attempts.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

export const spentAccountNotRetried: Rule = {
  id: 'spent-account-not-retried',
  statement: 'A request that was refused because the account has no credit left is not sent again.',
  topic: 'retry',
  card: {
    asks: 'Tell a 429 for want of credit (`insufficient_quota`, a spend limit) from a rate limit, and stop.',
    tested: 'The provider refuses because nobody pays any more, in its own error form.',
    fails: 'An equal request follows within the same call.',
    fix: 'Read the type or code in the body of a 429 before you decide; packages of the providers do not, so turn their retries off.',
    source: 'Advice; the documentation of the providers',
  },
  appliesTo: (integration, conduct) =>
    integration.providers.some(({ tellsSpent }) => tellsSpent === true)
      ? whenItCalls(integration, conduct)
      : { applies: false, because: 'none of its providers tells that an account has no credit left' },
  observe: (trace) => {
    const all = seriesOf(trace);
    return all.flatMap((series) =>
      series.attempts.flatMap((attempt, number) => {
        const { end } = attempt;
        if (end.kind !== 'reply' || end.reply.reading.class !== 'spent') return [];
        const next = nextAttempt(all, series, number);
        const facts = { ...attemptFacts(series, attempt), errorCode: end.reply.reading.errorCode ?? '' };
        if (next === undefined) return [observed(trace, true, facts, attempt.events)];
        const afterMs = next.at - (endedAt(attempt) ?? attempt.at);
        return [observed(trace, false, { ...facts, afterMs }, [...attempt.events, ...next.events])];
      }),
    );
  },
  decide: eachByItself,
};
