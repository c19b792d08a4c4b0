/** A success is no news for whoever is called at night. */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { type Attempt, attemptFacts, failureOf, isSuccess, spoiltRequests } from '../../attempts.ts';
import { type Account, accountsOf, field, type LogLine, logLines, type Place } from '../../log-lines.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { deliveryBefore, isAcknowledged, isListed, sentEvents, sentOf } from '../webhook/sent.ts';

const isExpected = ({ series }: Place, { end }: Attempt): boolean =>
  end.kind === 'reply' && series.facts?.expectedStatuses.includes(end.reply.status) === true;

/** A secret that was read again says nothing of how the operation goes. */
const isOfManager = ({ integration }: Trace, { attempt }: Place): boolean =>
  integration.providers.some(({ id, servesSecrets }) => servesSecrets === true && id === attempt.request?.provider);

/** The last word of a series in a call that succeeded: a 2xx, or a status that is an answer for this operation. */
const settles = (place: Place): boolean => {
  const { series, attempt, index } = place;
  if (series.outcome?.result.kind !== 'ok' || index !== series.attempts.length - 1) return false;
  return isSuccess(attempt) || (failureOf(attempt) !== undefined && isExpected(place, attempt));
};

/** How it went, and not, say, that the quota runs out: such a warning is honest beside a success. */
const reportsOperation = ({ fields }: LogLine): boolean =>
  field(fields, 'operation') !== undefined &&
  (field(fields, 'status_code') !== undefined || field(fields, 'rate_limit_remaining') === undefined);

const observeAccount = (
  trace: Trace,
  { places, lines }: Account,
  spoilt: ReadonlySet<number>,
): readonly Observation[] => {
  const [place] = places;
  if (place === undefined || !places.every(settles) || places.some((each) => isOfManager(trace, each))) return [];
  if (places.some((each) => spoilt.has(each.attempt.request?.request ?? -1))) return [];
  const { series, attempt } = place;
  const events = [...attempt.events, ...lines.map(({ event }) => event)];
  const facts = { ...attemptFacts(series, attempt), expected: !isSuccess(attempt) };
  if (lines.some(({ severity }) => severity === 'info')) return [observed(trace, true, facts, events)];
  const reports = lines.filter(reportsOperation);
  const isWrong = ({ severity, fields }: LogLine): boolean => {
    if (severity === 'error') return true;
    if (!isSuccess(attempt)) return false;
    return severity === 'warn' || (severity === 'debug' && field(fields, 'status_code') !== undefined);
  };
  const wrong = reports.find(isWrong);
  return wrong === undefined ? [] : [observed(trace, false, { ...facts, severity: wrong.severity ?? '' }, events)];
};

/** Written of a good delivery that was accepted: each thing that the endpoint did about it by its own lines. */
const acceptedDeliveries = (trace: Trace): readonly Observation[] =>
  sentOf(trace).flatMap((sent) => {
    const { delivery } = sent;
    const isGood = delivery.expect === 'accept' && delivery.fault === undefined && isListed(trace, delivery);
    const isStruck = trace.plan.faults.some(({ on }) => on.action === delivery.action);
    if (!isGood || !isAcknowledged(sent) || isStruck) return [];
    const lines = logLines(trace)
      .filter(reportsOperation)
      .filter(({ event }) => deliveryBefore(trace, event)?.delivery.seq === delivery.seq);
    const byOperation = Map.groupBy(lines, ({ fields }) => String(field(fields, 'operation')));
    return [...byOperation].flatMap(([operation, told]) => {
      const facts = { operation, event: delivery.event };
      const events = [...sentEvents(sent), ...told.map(({ event }) => event)];
      if (told.some(({ severity }) => severity === 'info')) return [observed(trace, true, facts, events)];
      const wrong = told.find(({ severity }) => severity === 'error' || severity === 'warn');
      return wrong === undefined ? [] : [observed(trace, false, { ...facts, severity: wrong.severity ?? '' }, events)];
    });
  });

export const successLoggedAsInfo: Rule = {
  id: 'success-logged-as-info',
  statement: 'What is logged of a successful operation is logged at INFO.',
  topic: 'log-levels',
  card: {
    asks: 'Log a success at INFO, and so a status that is an answer for the operation (404 for find-or-create).',
    tested:
      'Operations succeed, at once or after retries, and good deliveries are accepted; the lines written after the last reply, or after the delivery, are read.',
    fails:
      'The line that reports the operation is WARN, ERROR or DEBUG, and no other is INFO. Where nothing is logged, nothing is judged.',
    fix: 'Choose the level by how the operation ended, not by what happened on the way.',
    source: 'STD-17-01 §4.5',
  },
  appliesTo: (integration, conduct) =>
    integration.webhook === undefined ? whenItCalls(integration, conduct) : { applies: true },
  observe: (trace) => {
    const spoilt = spoiltRequests(trace);
    return [
      ...accountsOf(trace, logLines(trace), () => true).flatMap((account) => observeAccount(trace, account, spoilt)),
      ...acceptedDeliveries(trace),
    ];
  },
  decide: eachByItself,
};
