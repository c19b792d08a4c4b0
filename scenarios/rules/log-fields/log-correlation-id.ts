/** The caller's id, so that all that belongs together is found together. */
import { failureFieldRule, textThat } from './field-rule.ts';

export const logCorrelationId = failureFieldRule({
  field: 'correlation_id',
  statement: 'A line about a failure says the caller’s `correlation_id`.',
  card: {
    asks: 'Write the correlation id of the call as `correlation_id`.',
    tested: 'Calls with known correlation ids fail; the lines are compared with them.',
    fails: 'It is absent, under another name, or not the id of the call.',
    fix: 'Hand the caller’s correlation id down to the logger.',
    source: 'STD-17-01 §2.4',
  },
  expects: ({ series }) => {
    // Behind an event there is no caller whose id it could be.
    if (!('perform' in series)) return undefined;
    const { correlationId } = series.perform;
    return {
      absent: 'wrong',
      judge: textThat((text) => (text === correlationId ? 'right' : { why: 'another-id' })),
      facts: { wanted: correlationId },
    };
  },
});
