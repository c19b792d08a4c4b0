/**
 * Lets requests that arrived at one instant of the clock be dealt with one at a time, each when the subject is quiet, in
 * an order that does not depend on which connection was faster. So the same plan leaves the same trace.
 */
import type { CaseClock } from './ports/clock.ts';
import type { ReceivedRequest } from './ports/provider.ts';

interface Waiting {
  readonly order: string;
  readonly go: () => void;
}

export interface Turns {
  /** Resolves when it is this request's turn. */
  take(request: ReceivedRequest, sleep: CaseClock['sleep']): Promise<void>;
}

export const createTurns = (): Turns => {
  const waiting: Waiting[] = [];
  return {
    take: ({ method, url, body }, sleep) =>
      new Promise((resolve, reject) => {
        const order = `${method} ${url.href}\n${body}`;
        const position = waiting.findIndex((each) => each.order > order);
        waiting.splice(position < 0 ? waiting.length : position, 0, { order, go: resolve });
        // As many sleeps end as requests wait, each at a quiet moment; whichever ends lets the first in order go.
        sleep(0).then(() => waiting.shift()?.go(), reject);
      }),
  };
};
