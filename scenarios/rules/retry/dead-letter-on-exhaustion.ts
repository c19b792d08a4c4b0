/** What was tried as often as allowed and still failed must not get lost. */

import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { Json } from '../../../harness/model/json.ts';
import type { ProbeEvent, Trace } from '../../../harness/model/trace.ts';
import type { Applicability, Conduct, Rule } from '../../../harness/ports/rule.ts';
import { askedMsOf, attemptFacts, isTransient, type Series } from '../../attempts.ts';
import { isOutOfTime } from '../../deadline.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

const leaves = (value: Json): readonly string[] => {
  if (value === null) return [];
  if (typeof value !== 'object') return [String(value)];
  return Object.values(value).flatMap(leaves);
};

/** An entry may hold the input as it is, or as JSON text; personal data may have been left out, so most of it is enough. */
const holdsInput = (entry: Json, input: Json): boolean => {
  const wanted = leaves(input);
  const held = leaves(entry);
  const found = wanted.filter((leaf) => {
    const asJson = JSON.stringify(leaf).slice(1, -1);
    return held.some((text) => text === leaf || (leaf.length > 2 && (text.includes(leaf) || text.includes(asJson))));
  });
  return found.length * 2 > wanted.length || wanted.length === 0;
};

const holdsKey = (entry: Json, series: readonly Series[]): boolean => {
  const keys = series.flatMap(({ attempts }) =>
    attempts.flatMap(({ request }) => request?.reading.idempotencyKey ?? []),
  );
  return leaves(entry).some((text) => keys.some((key) => text.includes(key)));
};

/** The series that used up its retries last, or the time of the call, in a call that failed because of it. */
const isExhausted = (trace: Trace, series: Series): boolean => {
  const { attempts, facts, outcome, resumed } = series;
  const last = attempts.at(-1);
  if (facts?.stateChanging !== true || resumed || last === undefined || outcome === undefined) return false;
  // Who is asked to wait longer than the call may last can also tell the caller when: another rule looks for either.
  const ranOut = askedMsOf(last) <= 0 && isOutOfTime(trace, series, attempts.length - 1);
  const isOver = attempts.length > trace.integration.policy.maxRetries || ranOut;
  if (!isOver || !isTransient(last)) return false;
  const { kind } = outcome.result;
  // Told "ok" before it was even tried: the work goes on in the background.
  const queued = kind === 'ok' && outcome.seq < (last.events[0]?.seq ?? 0);
  return kind === 'error' || kind === 'thrown' || queued;
};

const appliesTo = (integration: IntegrationFacts, conduct?: Conduct): Applicability => {
  const calls = whenItCalls(integration, conduct);
  if (calls.applies !== true) return calls;
  if (!Object.values(integration.operations).some(({ stateChanging }) => stateChanging))
    return {
      applies: false,
      because: 'no declared operation changes anything, so a failed one leaves nothing to be done',
    };
  if (!integration.probes.includes('deadLetters'))
    return {
      applies: 'cannot-tell',
      reason: 'no-probe',
      next: 'Return `deadLetters: () => [...]` from `start()` in the contract, or name its path in `subject.probes`: each entry with the input or idempotency key of the operation.',
    };
  return { applies: true };
};

const deadLetters = (trace: Trace, since: number): readonly ProbeEvent[] =>
  trace.events.flatMap((event) =>
    event.type === 'probe' && event.probe === 'deadLetters' && event.seq > since ? [event] : [],
  );

export const deadLetterOnExhaustion: Rule = {
  id: 'dead-letter-on-exhaustion',
  statement: 'An operation that used up its retries is in the dead letter queue.',
  topic: 'retry',
  card: {
    asks: 'Keep every state-changing operation that failed after its last retry, or at the `policy.deadlineMs` of its contract, with what is needed to do it again.',
    tested:
      'The provider fails for longer than the retries last; afterwards the dead letter queue is read through the probe.',
    fails: 'No entry holds the idempotency key of the operation or most of its input.',
    fix: 'Where the last retry fails, write operation, input and idempotency key to the dead letter queue before returning the error.',
    source: 'STD-17-01 §3.4',
  },
  appliesTo,
  observe: (trace) => {
    const { maxRetries } = trace.integration.policy;
    const all = seriesOf(trace);
    return all.flatMap((series) => {
      const last = series.attempts.at(-1);
      if (last === undefined || !isExhausted(trace, series)) return [];
      const entries = deadLetters(trace, last.events[0]?.seq ?? 0);
      const ofCall = all.filter(({ action }) => action === series.action);
      const kept = entries.filter(({ entry }) => holdsInput(entry, series.perform.input) || holdsKey(entry, ofCall));
      const facts = {
        ...attemptFacts(series, last),
        attempts: series.attempts.length,
        maxRetries,
        entries: entries.length,
      };
      const shown = [...last.events, ...(series.outcome === undefined ? [] : [series.outcome]), ...entries];
      return [observed(trace, kept.length > 0, facts, shown)];
    });
  },
  decide: eachByItself,
};
