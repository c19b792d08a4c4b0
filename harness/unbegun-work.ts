/**
 * On the real clock silence is all that tells that a service is done, and one that looks on a queue every few seconds is silent
 * before it begins: what it took in, and of which nothing was seen yet.
 */
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { AnswerEvent, ReplyClass, TraceEvent } from './model/trace.ts';

const isTakenIn = ({ result }: AnswerEvent): boolean =>
  result.kind === 'answered' && result.status >= 200 && result.status < 300;

const passing: ReadonlySet<ReplyClass> = new Set<ReplyClass>(['server-error', 'rate-limited']);

/** Requests that may be put back into the queue: refused for now, or never answered. */
const failedFor = (events: readonly TraceEvent[]): ReadonlySet<number> =>
  new Set(
    events.flatMap((event) => {
      const isLost = event.type === 'silence' || event.type === 'abort';
      const isRefused = event.type === 'reply' && passing.has(event.reading.class);
      return isLost || isRefused ? [event.request] : [];
    }),
  );

/** Has the action's event been taken in, and nothing been done for it, nor since its process was started again? */
export const hasUnbegunWork = (
  events: readonly TraceEvent[],
  action: number,
  { type, probes, webhook }: Pick<IntegrationFacts, 'type' | 'probes' | 'webhook'>,
): boolean => {
  const canBeSeen = type !== 'input-only' || probes.includes('effects');
  const own = events.filter((event) => !('action' in event) || event.action === action);
  const takenIn = new Set(
    own.flatMap((event) => (event.type === 'answer' && isTakenIn(event) ? [event.delivery] : [])),
  );
  const promise = own.findLast(
    (event) =>
      event.type === 'delivery' &&
      event.expect === 'accept' &&
      webhook?.events.includes(event.event) === true &&
      takenIn.has(event.delivery),
  );
  const ended = own.findLast((event) => event.type === 'exit');
  const isGone = ended !== undefined && ended.why !== 'planned';
  const isDone = own.some((event) => event.type === 'effect');
  if (!canBeSeen || promise === undefined || isGone || isDone) return false;
  const failed = failedFor(own);
  const since = Math.max(promise.seq, ended?.seq ?? -1);
  const hasBegun = own.some(
    (event) =>
      event.seq > since &&
      ((event.type === 'request' && !failed.has(event.request)) ||
        (event.type === 'probe' && event.probe === 'deadLetters')),
  );
  return !hasBegun;
};
