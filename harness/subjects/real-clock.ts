/** The machine's own clock as the clock of cases: for subjects whose time nobody can move. */
import type { CaseClock } from '../ports/clock.ts';
import { elapsed, pause, wallTime } from './real-time.ts';

/** What was written on loopback is in the reader's kernel at once; this is for the reader to take it up. */
const settlingMs = 25;

/** Starts at the time of the day and never jumps with it. */
export const createRealClock = (): CaseClock => {
  const offset = wallTime() - elapsed();
  return {
    now: () => Math.floor(offset + elapsed()),
    sleep: (ms, signal) => {
      if (signal === undefined) return pause(Math.max(0, ms));
      const aborted = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      return Promise.race([pauseUnless(signal, ms), aborted]);
    },
    quiescent: () => pause(settlingMs),
  };
};

/** In short steps, so that nothing waits on for what was called off. */
const pauseUnless = async (signal: AbortSignal, ms: number): Promise<void> => {
  const until = elapsed() + ms;
  while (!signal.aborted && elapsed() < until) await pause(Math.min(100, Math.max(1, until - elapsed())));
};
