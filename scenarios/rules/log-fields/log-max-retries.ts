/** With the number of the retry beside it, a reader sees whether another one will follow. */
import { failureFieldRule, numberThat } from './field-rule.ts';
import { absentUnlessRetryable } from './retryable.ts';

export const logMaxRetries = failureFieldRule({
  field: 'max_retries',
  statement: 'A line about a failed attempt says as `max_retries` how many retries are configured.',
  card: {
    asks: 'Write the configured number of retries as `max_retries`.',
    tested: 'Requests fail for a while; the lines are compared with `policy.maxRetries` of the contract.',
    fails: 'It is absent, under another name, no number, or another number than the contract declares.',
    fix: 'Log the same constant that bounds the retry loop, and declare it in the contract.',
    source: 'STD-17-01 §2.2',
  },
  expects: (place, { integration }) => ({
    absent: absentUnlessRetryable(place),
    judge: numberThat((value) => {
      if (value === integration.policy.maxRetries) return 'right';
      // The work on events may have a patience of its own, which the contract has no word for.
      return 'perform' in place.series ? { why: 'another-number' } : 'untold';
    }),
    facts: { wanted: integration.policy.maxRetries },
  }),
});
