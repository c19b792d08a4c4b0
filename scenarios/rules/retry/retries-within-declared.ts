/** What the contract declares is what happens; retries of an SDK below the integration's own multiply. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts, isGivenUp, isTransient } from '../../attempts.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

export const retriesWithinDeclared: Rule = {
  id: 'retries-within-declared',
  statement: 'No request is attempted more often than the declared number of retries allows.',
  topic: 'retry',
  card: {
    asks: 'Send a request at most `policy.maxRetries` + 1 times for one call.',
    tested:
      'The provider fails for longer than the retries last. All layers are counted together: SDK, HTTP client, integration.',
    fails: 'More equal requests are sent for one call than declared.',
    fix: 'Retry in one layer only: set `maxRetries: 0` in the SDK or the HTTP client, or leave it to them altogether.',
    source: 'STD-17-01 §3.4',
  },
  appliesTo: whenItCalls,
  observe: (trace) => {
    const { maxRetries } = trace.integration.policy;
    return seriesOf(trace).flatMap((series) => {
      const { attempts } = series;
      const last = attempts.at(-1);
      const [first] = attempts;
      if (first === undefined || last === undefined) return [];
      const held = attempts.length <= maxRetries + 1;
      const isPutToTest = isTransient(last) && (isGivenUp(series) || attempts.length > maxRetries);
      if (held && !isPutToTest) return [];
      const facts = { ...attemptFacts(series, first), attempts: attempts.length, allowed: maxRetries + 1, maxRetries };
      return [
        observed(
          trace,
          held,
          facts,
          attempts.flatMap(({ events }) => events.slice(0, 1)),
        ),
      ];
    });
  },
  decide: eachByItself,
};
