/** Works through the inbox in the background, a few events at a time. */
import type { Inbox, Work } from './inbox.ts';

export interface Worker {
  add(work: Work): void;
  /** Begins nothing new, and resolves when what was begun has ended. What is left stays in the inbox. */
  stop(): Promise<void>;
}

/** So many that a slow reply does not hold up the rest, and so few that a burst of events does not eat up the quota. */
const lanes = 4;

/** `handle` resolves to true when nothing is left to be done; else the event is taken up again at the next start. */
export function createWorker(inbox: Inbox, handle: (work: Work) => Promise<boolean>): Worker {
  const waiting: Work[] = [];
  const running = new Set<Promise<void>>();
  let stopped = false;

  async function workOn(work: Work): Promise<void> {
    if (await handle(work)) inbox.done(work.key);
  }

  function next(): void {
    while (!stopped && running.size < lanes) {
      const work = waiting.shift();
      if (work === undefined) return;
      const run = workOn(work)
        // It stands in the inbox: a full disk, say, is survived by starting again.
        .catch(() => undefined)
        .finally(() => {
          running.delete(run);
          next();
        });
      running.add(run);
    }
  }

  return {
    add(work) {
      waiting.push(work);
      next();
    },
    async stop() {
      stopped = true;
      await Promise.all(running);
    },
  };
}
