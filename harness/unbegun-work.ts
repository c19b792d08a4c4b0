/**
 * On the real clock silence is all that tells that a service is done, and one that looks on a queue every few seconds is silent
 * before it begins: what it took in, and of which nothing was seen yet.
 */
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { AnswerEvent, TraceEvent } from './model/trace.ts';

const isTakenIn = ({ result }: AnswerEvent): boolean =>
  result.kind === 'answered' && result.status >= 200 && result.status < 300;

const isSign = (event: TraceEvent): boolean =>
  event.type === 'request' || event.type === 'refused' || (event.type === 'probe' && event.probe === 'deadLetters');

/** Has the action's event been taken in, and nothing been done for it, nor since its process was started again? */
export const hasUnbegunWork = (
  events: readonly TraceEvent[],
  action: number,
  { type, probes, webhook }: Pick<IntegrationFacts, 'type' | 'probes' | 'webhook'>,
): boolean => {
  const canBeSeen = type !== 'input-only' || probes.includes('effects');
  const own = events.filter((event) => !('action' in event) || event.action === action);
  const awaited = new Set(
    own.flatMap((event) =>
      event.type === 'delivery' && event.expect === 'accept' && webhook?.events.includes(event.event) === true
        ? [event.delivery]
        : [],
    ),
  );
  const isPromised = own.some((event) => event.type === 'answer' && awaited.has(event.delivery) && isTakenIn(event));
  const ended = own.findLast((event) => event.type === 'exit');
  const isGone = ended !== undefined && ended.why !== 'planned';
  const isDone = own.some(({ type }) => type === 'effect');
  const hasBegun = own.some((event) => isSign(event) && event.seq > (ended?.seq ?? -1));
  return canBeSeen && isPromised && !isGone && !isDone && !hasBegun;
};
