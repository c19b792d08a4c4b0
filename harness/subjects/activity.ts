/** Signs of life of a subject on the real clock: bytes, connections and log lines. Tells when it has gone quiet. */
import type { WireState } from '../ports/clock.ts';
import { elapsed, pause } from './real-time.ts';

export interface Activity {
  /** Real ms since something was last heard of the subject. */
  silentMs(): number;
  /** Resolves when nothing was heard for as long as `untilMs` says of that silence, or after `atMostMs`. */
  quiet(untilMs: (silentMs: number) => number, atMostMs: number): Promise<void>;
}

const lookEveryMs = 10;

export const watchActivity = (wire: WireState, written: () => number): Activity => {
  let seen = '';
  let at = elapsed();

  const look = (): void => {
    const counts = wire
      .connections()
      .map(({ clientPort, bytesRead, bytesWritten, finRead }) => [clientPort, bytesRead, bytesWritten, finRead]);
    const now = JSON.stringify([counts, wire.turnover?.(), written()]);
    if (now === seen && !wire.busy()) return;
    seen = now;
    at = elapsed();
  };

  const silentMs = (): number => {
    look();
    return elapsed() - at;
  };

  return {
    silentMs,
    quiet: async (untilMs, atMostMs) => {
      const since = elapsed();
      at = since;
      for (let silent = silentMs(); silent < untilMs(silent) && elapsed() - since < atMostMs; silent = silentMs())
        await pause(lookEveryMs);
    },
  };
};
