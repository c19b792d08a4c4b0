/**
 * On the real clock silence is all that tells that a service is done, and one that looks on a queue every few seconds is silent
 * before it begins: what was promised, and of which nothing was seen yet.
 */
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { AnswerEvent, DeliveryEvent, OutcomeEvent, TraceEvent } from './model/trace.ts';

const isTakenIn = ({ result }: AnswerEvent): boolean =>
  result.kind === 'answered' && result.status >= 200 && result.status < 300;

const isSign = (event: TraceEvent): boolean =>
  event.type === 'request' ||
  event.type === 'refused' ||
  event.type === 'effect' ||
  (event.type === 'probe' && event.probe === 'deadLetters');

const promisesWork = (
  event: AnswerEvent | OutcomeEvent,
  deliveries: readonly DeliveryEvent[],
  facts: Pick<IntegrationFacts, 'webhook'>,
): boolean => {
  if (event.type === 'outcome') return event.result.kind === 'ok';
  const delivery = deliveries.find((sent) => sent.delivery === event.delivery);
  return delivery?.expect === 'accept' && facts.webhook?.events.includes(delivery.event) === true && isTakenIn(event);
};

/**
 * Has the action been accepted, and nothing been done for it, nor since its process was started again? A call of an operation may
 * be answered from what is known: only one that begins its case asks for a request.
 */
export const hasUnbegunWork = (
  events: readonly TraceEvent[],
  action: number,
  facts: Pick<IntegrationFacts, 'webhook'>,
): boolean => {
  const own = events.filter((event) => !('action' in event) || event.action === action);
  const deliveries = own.filter((event) => event.type === 'delivery');
  const promise = own.find(
    (event) => (event.type === 'answer' || event.type === 'outcome') && promisesWork(event, deliveries, facts),
  );
  const ended = own.findLast((event) => event.type === 'exit');
  const isGone = ended !== undefined && ended.why !== 'planned';
  if (promise === undefined || isGone) return false;
  if (promise.type === 'outcome') return !events.some(isSign);
  const isDone = own.some(({ type }) => type === 'effect');
  return !isDone && !own.some((event) => isSign(event) && event.seq > (ended?.seq ?? -1));
};
