/** A clock for tests that need no virtual time: real milliseconds, and quiet after enough turns of the event loop. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { CaseClock } from '../ports/clock.ts';

/** Sound only for clients in the same process: loopback bytes are there at once, and read within a few turns. */
const turns = 30;

export const testClock: CaseClock = {
  now: () => Date.now(),
  sleep: async (ms) => {
    await setTimeout(ms);
  },
  quiescent: async () => {
    for (let turn = 0; turn < turns; turn++) await setImmediate();
  },
};
