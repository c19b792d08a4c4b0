/**
 * Lets requests that arrived at one instant of the clock be dealt with one at a time, each when the subject is quiet, in
 * an order that does not depend on which connection was faster. So the same plan leaves the same trace.
 */
import type { CaseClock } from './ports/clock.ts';
import type { ReceivedRequest } from './ports/provider.ts';

export interface Turns {
  /** Resolves when it is this request's turn. */
  take(request: ReceivedRequest, sleep: CaseClock['sleep']): Promise<void>;
}

export const createTurns = (): Turns => {
  const waiting: { readonly order: string }[] = [];
  return {
    async take({ method, url, body }, sleep) {
      const own = { order: `${method} ${url.href}\n${body}` };
      const position = waiting.findIndex((each) => each.order > own.order);
      waiting.splice(position < 0 ? waiting.length : position, 0, own);
      // Whose sleep ends is at work until it sleeps again: so whoever is not first steps back behind the others.
      do await sleep(0);
      while (waiting[0] !== own);
      waiting.shift();
    },
  };
};
