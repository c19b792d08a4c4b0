/** How much later than meant something may come: timers are never quite on time, and on the real clock the machine may be busy. */
import type { Trace } from '../harness/model/trace.ts';

/** How much earlier or later than meant a time may come out, in ms: timers fire a little late, more so in real time. */
export const toleranceMs = ({ clock }: Pick<Trace, 'clock'>): number => (clock === 'virtual' ? 2 : 250);

/** A stall is told so long after its end at the latest. */
const stallToldWithinMs = 25;

/** For how long, between two times of a case, the machine let nothing run. What happened at other times delayed nothing here. */
export const heldUpMs = ({ events }: Pick<Trace, 'events'>, from: number, until: number): number =>
  events
    .filter((event) => event.type === 'stall')
    .filter(({ at, ms }) => at > from && at - ms - stallToldWithinMs < until)
    .reduce((sum, { ms }) => sum + ms, 0);

/** How much later than meant something may be that was due between these times. */
export const latenessMs = (trace: Pick<Trace, 'clock' | 'events'>, from: number, until: number): number =>
  toleranceMs(trace) + heldUpMs(trace, from, until);
