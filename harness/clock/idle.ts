/** Tells when the subject's event loop has nothing left to do but wait for bytes or for time. */
import { performance } from 'node:perf_hooks';

const turn = setImmediate;
const pause = setTimeout;

/** Handles that wait; any other kind is work under way. */
const waitingHandles = new Set([
  'TCPSocketWrap',
  'TCPServerWrap',
  'TLSWrap',
  'PipeWrap',
  'PipeServerWrap',
  'TTYWrap',
  'UDPWrap',
  'Timeout',
  'SignalWrap',
  'FSEventWrap',
  'StatWatcher',
  'MessagePort',
]);

export const openHandles = (): readonly string[] => process.getActiveResourcesInfo();

const isBusy = () => process.getActiveResourcesInfo().some((handle) => !waitingHandles.has(handle));

const quietTurns = 3;
const turnsBeforePause = 200;

/** Resolves when the loop saw no event for three turns, `isSettled` holds, no handle is at work, and one more turn passed. */
export function becomeIdle(isSettled: () => boolean): Promise<void> {
  const timing = performance.nodeTiming;
  return new Promise((resolve) => {
    let events = -1;
    let quiet = 0;
    let turns = 0;
    const look = () => {
      const seen = timing.uvMetricsInfo.events;
      quiet = seen === events ? quiet + 1 : 0;
      events = seen;
      if (quiet > quietTurns) return resolve();
      if (quiet === quietTurns && (!isSettled() || isBusy())) quiet = 0;
      // Work that takes long is waited for, not watched turn by turn: the other side needs the processor too.
      if (++turns < turnsBeforePause) turn(look);
      else pause(look, 1);
    };
    turn(look);
  });
}
