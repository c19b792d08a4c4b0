/** "This key was used before" means that the first attempt arrived: the operation is done, not failed. */
import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { Trace } from '../../../harness/model/trace.ts';
import type { Applicability, Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts, failureOf, type Series } from '../../attempts.ts';
import { eachByItself, observed } from '../../observing.ts';
import { seriesOf } from '../../series.ts';
import { keyedSeriesOf, whenAnyKey } from './keys.ts';

/** A conflict whose own reply was spoilt on the way (cut, not JSON, of another content type) cannot be recognised. */
const isSpoilt = (trace: Trace, request: number): boolean =>
  trace.events.some((event) => event.type === 'fault' && event.request === request);

/** The first attempt that was answered with a conflict, for a key that an earlier attempt had used. */
const conflictIn = (trace: Trace, { attempts }: Series): number => {
  const number = attempts.findIndex(
    ({ end }) => end.kind === 'reply' && end.reply.reading.class === 'conflict' && !isSpoilt(trace, end.reply.request),
  );
  const key = attempts[number]?.request?.reading.idempotencyKey;
  const isReplay = attempts.slice(0, number).some(({ request }) => request?.reading.idempotencyKey === key);
  return key !== undefined && isReplay ? number : -1;
};

/** Something else failed in the same call after the conflict: reading the result back, say. */
const failedLater = (trace: Trace, own: Series, since: number): boolean =>
  seriesOf(trace).some(
    ({ action, fingerprint, attempts }) =>
      action === own.action &&
      fingerprint !== own.fingerprint &&
      attempts.some((attempt) => (attempt.events[0]?.seq ?? 0) > since && failureOf(attempt) !== undefined),
  );

const appliesTo = (integration: IntegrationFacts): Applicability => {
  const keyed = whenAnyKey(integration);
  if (keyed.applies !== true) return keyed;
  return integration.providers.some(({ idempotency }) => idempotency === 'conflict')
    ? { applies: true }
    : { applies: false, because: 'no provider answers a repeated key with a conflict' };
};

export const replayConflictIsSuccess: Rule = {
  id: 'replay-conflict-is-success',
  statement: "A conflict on the integration's own repeated key is treated as success.",
  topic: 'idempotency',
  card: {
    asks: 'When a retry is refused because its key was used before, take the operation as done.',
    tested:
      'The provider acts, the reply is lost, and the retry under the same key is answered with a conflict (Linear does so).',
    fails: 'The operation ends in an error, or the same request is sent yet again.',
    fix: 'Recognise the conflict by its code or text, read what exists under the key if you need it, and return success.',
    source: 'STD-17-01 §3.4',
  },
  appliesTo,
  observe: (trace) =>
    keyedSeriesOf(trace).flatMap((series) => {
      const number = conflictIn(trace, series);
      const attempt = series.attempts[number];
      const { outcome } = series;
      if (attempt === undefined || outcome === undefined || outcome.result.kind === 'unsettled') return [];
      const next = series.attempts[number + 1];
      const succeeded = outcome.result.kind === 'ok';
      const since = attempt.events.at(-1)?.seq ?? 0;
      if (next === undefined && !succeeded && failedLater(trace, series, since)) return [];
      const facts = { ...attemptFacts(series, attempt), repeated: next !== undefined, succeeded };
      const shown = [...attempt.events, ...(next?.events ?? []), outcome];
      return [observed(trace, succeeded && next === undefined, facts, shown)];
    }),
  decide: eachByItself,
};
