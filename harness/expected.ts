/** On the virtual clock: what an integration may still be about in the background that no timer of weight shows. */
import type { RetryPolicy } from './model/integration-facts.ts';
import type { TraceEvent } from './model/trace.ts';
import { nextSignMs } from './next-sign.ts';

/** For so long a request is waited for that nobody answers: longer than any client does. */
const longestHeldMs = 30 * 60_000;
/** How often somebody looks at least on a queue of his. */
const longestTurnMs = 60_000;

const isEnd = (event: TraceEvent): event is Extract<TraceEvent, { readonly type: 'reply' | 'silence' | 'abort' }> => {
  if (event.type === 'silence') return event.silence !== 'hang';
  return event.type === 'abort' || (event.type === 'reply' && event.cutBy !== 'hang');
};

/** Said to be done, or taken in. */
const isPromise = (event: TraceEvent, action: number): boolean => {
  if (event.type === 'outcome') return event.action === action && event.result.kind === 'ok';
  return (
    event.type === 'answer' &&
    event.action === action &&
    event.result.kind === 'answered' &&
    event.result.status >= 200 &&
    event.result.status < 300
  );
};

/**
 * Until when to look for it, in ms since the case began; 0 when nothing is expected. A request may be held that only
 * `AbortSignal.timeout` ends, which holds no process open, or something waits in a queue on which an interval looks.
 * Requests that came before the answer, the caller has done with.
 */
export const expectedUntil = (events: readonly TraceEvent[], action: number, policy: RetryPolicy): number => {
  const promised = events.findIndex((event) => isPromise(event, action));
  const promise = events[promised];
  if (promise === undefined) return 0;
  const since = events.slice(promised);
  const held = new Map<number, number>();
  let lastSign = promise.at;
  for (const event of since) {
    if (event.type === 'request') held.set(event.request, event.at);
    else if (isEnd(event)) held.delete(event.request);
    else if (event.type === 'exit') return 0;
    if (event.type === 'request' || isEnd(event)) lastSign = event.at;
  }
  if (held.size > 0) return Math.max(...held.values()) + longestHeldMs;
  // An event may lead to nothing that is asked of anybody.
  const hasBegun =
    promise.type === 'answer' || events.some((event) => event.type === 'request' && event.action === action);
  const signMs = nextSignMs(since, policy, lastSign, 'rest');
  return hasBegun && signMs === 0 ? 0 : lastSign + signMs + longestTurnMs;
};
