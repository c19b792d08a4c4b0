/** The key in the log finds the request in the provider's own records. */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import type { Place } from '../../log-lines.ts';
import { whenItMayCall } from '../../observing.ts';
import { whenAnyKey } from '../idempotency/keys.ts';
import { failureFieldRule, textThat } from './field-rule.ts';
import { absentUnlessRetryable } from './retryable.ts';

const idsOf = (trace: Trace, { series }: Place): readonly string[] =>
  trace.events.flatMap((event) =>
    event.type === 'delivery' && event.action === series.action ? [event.deliveryId] : [],
  );

/** "If applicable": with no key declared, or none that the provider knows, a key that is sent all the same is logged too. */
const whenKeysAreSent: Rule['appliesTo'] = (integration, conduct) => {
  const calls = whenItMayCall(integration, conduct);
  if (calls.applies !== true || conduct === undefined || conduct.keys) return calls;
  const keyed = whenAnyKey(integration, conduct);
  return keyed.applies === false ? keyed : calls;
};

export const logIdempotencyKey = failureFieldRule({
  field: 'idempotency_key',
  appliesTo: whenKeysAreSent,
  statement: 'A line about a failed request that carried an idempotency key says it as `idempotency_key`.',
  card: {
    asks: 'Write the idempotency key of the request as `idempotency_key`.',
    tested: 'Requests that carry a key fail for a while; the lines are compared with the key on the wire.',
    fails: 'It is absent, under another name, or not the key that the request carried.',
    fix: 'Make the key before the first attempt and hand the same variable to the client and to the logger.',
    source: 'STD-17-01 §2.2',
  },
  expects: (place, trace) => {
    const key = place.attempt.request?.reading.idempotencyKey;
    if (key === undefined) return undefined;
    return {
      absent: absentUnlessRetryable(place),
      judge: textThat((text) => {
        if (text === key) return 'right';
        // The key of an event is the id under which it was delivered.
        return idsOf(trace, place).includes(text) ? 'untold' : { why: 'another-key' };
      }),
      facts: { wanted: key },
    };
  },
});
