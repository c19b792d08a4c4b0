/**
 * Moves the one clock that subject, wire and provider share. It moves only when nothing else can happen: the subject is
 * idle, the wire has finished, and both agree on every byte of every connection.
 */
import {
  type AgentTask,
  accountsAgree,
  type Command,
  type ConnectionOrder,
  isSame,
  type Report,
} from '../ports/agent.ts';
import type { CaseClock, ConnectionState, WireState } from '../ports/clock.ts';
import { HarnessError } from '../ports/errors.ts';
import { elapsed, pause, turn } from './real-time.ts';

/** What to tell the agent, beside the time. */
export type Order = Pick<Command, 'seed' | 'sweep' | 'abort'> & { readonly task?: AgentTask };

export interface Bounds {
  /** Unix time in ms on the case's clock. */
  readonly deadline: number;
  readonly steps: number;
  /** Go to the deadline even when nothing is due before. */
  readonly reach: boolean;
  /**
   * Go only from one piece of the subject's work to the next, and not on with what repeats for ever, but for as long as this
   * says: Unix time in ms.
   */
  readonly idleUntil?: () => number;
}

/**
 * How driving ended. `nothing`: no timer, no delay, nothing in flight, and still not done. `looping`: bytes went to and fro
 * without end while the clock stood still.
 */
export type Driven = 'done' | 'nothing' | 'time-limit' | 'step-limit' | 'looping';

export interface Line {
  /** Rejects when the subject's process ends. */
  ask(command: Command): Promise<Report>;
  /** What the subject's clock shows at this moment, Unix time in ms; 0 when that is not known. */
  now(): number;
}

export interface Coordinator {
  readonly clock: CaseClock;
  /** Unix time in ms. Never backwards. */
  setNow(moment: number): void;
  /** Takes the report's time over; called with each report before anything is decided from it. */
  drive(line: Line, order: Order, bounds: Bounds, isDone: (report: Report) => boolean): Promise<Driven>;
  /** Whether the wire still waits for the clock or for quiescence. */
  hasWaiting(): boolean;
  /** Forgets what still waits: the case is over. */
  forgetWaiting(): void;
  order(order: ConnectionOrder): { readonly acknowledged: Promise<void> };
  readonly isDriving: () => boolean;
}

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

interface PendingOrder {
  readonly order: ConnectionOrder;
  readonly acknowledge: () => void;
}

/** Exchanges at one instant of the clock before a subject counts as looping. */
const roundsPerInstant = 2_000;
/** Moves of the clock between two reports. The watchdog sees only those: without one, a day of a short interval looks like a loop. */
const stepsAtOnce = 1_000;
/** Real ms that a subject and a real service may talk without a pause. */
const longestForReal = 60_000;
/** Turns of our own loop that the wire gets before the subject is asked again. */
const turnsForWire = 100;

export function createCoordinator(
  wire: WireState,
  stallMs: number,
  onReport: (report: Report) => void,
  /** Called with each report when the wire has dealt with what the subject did, so that events come in the same order each time. */
  tell: (report: Report) => void,
): Coordinator {
  let now = 0;
  /** The line to a subject that may be moving the clock just now. */
  let granted: Line | undefined;
  let seq = 0;
  let latest: { readonly line: Line; readonly report: Report; readonly turnover: number } | undefined;
  let driving = false;
  let sleepers: Sleeper[] = [];
  let barriers: (() => void)[] = [];
  let orders: PendingOrder[] = [];

  const setNow = (moment: number) => {
    now = Math.max(now, moment);
  };

  const readNow = () => {
    if (granted !== undefined) setNow(granted.now());
    return now;
  };

  const clock: CaseClock = {
    now: readNow,
    sleep: (ms, signal) =>
      new Promise((wake) => {
        const due = readNow() + Math.max(0, Math.ceil(ms));
        const position = sleepers.findIndex((each) => each.due > due);
        const sleeper = { due, wake };
        sleepers.splice(position < 0 ? sleepers.length : position, 0, sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((each) => each !== sleeper);
          wake();
        });
      }),
    quiescent: () =>
      new Promise((resolve) => {
        barriers.push(resolve);
      }),
  };

  /** Lets the wire deal with what it has: requests read, replies written, closed connections noticed. */
  const letWireFinish = async (report: Report | undefined) => {
    const began = elapsed();
    let since = began;
    for (let turns = 0; orders.length === 0; turns++) {
      const isBusy = wire.busy();
      if (wire.awaitsReal?.() === true) since = elapsed();
      if (since - began > longestForReal)
        throw new HarnessError(
          `A service that the contract lists in dependencies was at work for ${longestForReal / 1000} s of real time without a pause, so that the clock stood still. Give the integration less to ask of it.`,
        );
      if (!isBusy && (turns >= turnsForWire || report === undefined || !isBehind(wire, report))) return;
      if (isBusy && elapsed() - since > stallMs) {
        throw new HarnessError(
          `The wire was busy for ${stallMs} ms of real time with one reply: a provider's handler waits for something other than the case's clock.`,
        );
      }
      await (turns < 1_000 ? turn() : pause(1));
    }
  };

  const ask = async (line: Line, order: Order, until: number, reach: boolean, steps: number) => {
    const sent = orders;
    orders = [];
    seq++;
    const turnover = wire.turnover?.() ?? 0;
    if (until > now) granted = line;
    const asked = line.ask({
      seq,
      now,
      until,
      reach,
      steps,
      wire: wire.connections().map(onlyCounts),
      ...(sent.length === 0 ? {} : { connections: sent.map((pending) => pending.order) }),
      ...order,
    });
    const report = await asked.finally(() => {
      granted = undefined;
    });
    latest = { line, report, turnover };
    setNow(report.now);
    onReport(report);
    for (const { acknowledge } of sent) acknowledge();
    return report;
  };

  /** Lets one thing of the wire's go on that waited for this moment. */
  const release = (): boolean => {
    const barrier = barriers.shift();
    if (barrier !== undefined) {
      barrier();
      return true;
    }
    const sleeper = sleepers[0];
    if (sleeper === undefined || sleeper.due > now) return false;
    sleepers.shift();
    sleeper.wake();
    return true;
  };

  /** A webhook that came and went since the report was asked for is in no account, and the subject may be at work on it. */
  const knowsOfAll = () => latest?.turnover === (wire.turnover?.() ?? 0);

  const drive: Coordinator['drive'] = async (line, order, bounds, isDone) => {
    // With nothing to say the last report still holds: as long as the accounts agree, nothing can have happened since.
    const hasNews = Object.keys(order).length > 0 || latest?.line !== line;
    let report = hasNews ? undefined : latest?.report;
    let untold: Report | undefined;
    let toSay: Order = order;
    let steps = bounds.steps;
    let instant = now;
    let rounds = 0;
    let account = '';
    let changedAt = elapsed();
    driving = true;
    try {
      for (;;) {
        await letWireFinish(report);
        if (untold !== undefined) tell(untold);
        untold = undefined;
        const isQuiescent =
          report !== undefined &&
          orders.length === 0 &&
          !wire.busy() &&
          knowsOfAll() &&
          accountsAgree(report.connections, wire.connections());
        if (report !== undefined && isQuiescent) {
          if (release()) {
            // Its continuation may take some promises to get going before the wire calls itself busy.
            await turn();
            continue;
          }
          if (isDone(report)) return 'done';
          const next = earliest(report.next, sleepers[0]?.due);
          if (next === undefined && !bounds.reach) return 'nothing';
          if (next !== undefined && next > bounds.deadline && !bounds.reach) return 'time-limit';
          if (steps <= 0) return 'step-limit';
        }

        const work =
          bounds.idleUntil === undefined ? Number.POSITIVE_INFINITY : workOf(report, now, bounds.idleUntil());
        const horizon = Math.min(bounds.deadline, sleepers[0]?.due ?? Number.POSITIVE_INFINITY, work);
        const mayMove =
          barriers.length === 0 &&
          !wire.busy() &&
          horizon > now &&
          steps > 0 &&
          !(report !== undefined && isDone(report));
        const reach = mayMove && (bounds.reach || horizon === sleepers[0]?.due);
        report = await ask(line, toSay, mayMove ? horizon : now, reach, Math.min(steps, stepsAtOnce));
        untold = report;
        toSay = {};
        steps -= report.steps;

        const seen = accountOf(report, wire);
        if (now !== instant) {
          instant = now;
          rounds = 0;
        }
        if (seen !== account) {
          account = seen;
          changedAt = elapsed();
          if (++rounds > roundsPerInstant) return 'looping';
        } else if (elapsed() - changedAt > stallMs && !isDone(report)) {
          const agrees = accountsAgree(report.connections, wire.connections());
          if (!agrees) throw new HarnessError(`Subject and wire never agreed on what was sent: ${seen}`);
        } else if (elapsed() - changedAt > 50) await pause(1);
      }
    } finally {
      if (untold !== undefined) tell(untold);
      driving = false;
    }
  };

  return {
    clock,
    setNow,
    drive,
    isDriving: () => driving,
    hasWaiting: () => sleepers.length + barriers.length > 0,
    forgetWaiting: () => {
      sleepers = [];
      barriers = [];
    },
    order: (order) => ({
      acknowledged: new Promise((acknowledge) => {
        orders.push({ order, acknowledge });
      }),
    }),
  };
}

const onlyCounts = ({
  clientPort,
  inbound,
  bytesRead,
  bytesWritten,
  finSent,
  finRead,
}: ConnectionState): ConnectionState => ({
  clientPort,
  ...(inbound === undefined ? {} : { inbound }),
  bytesRead,
  bytesWritten,
  finSent,
  finRead,
});

/** True while the wire has yet to read, accept or close something that the subject's report already shows. */
function isBehind(wire: WireState, report: Report): boolean {
  const theirs = wire.connections();
  if (theirs.some((connection) => !report.connections.some((ours) => isSame(ours, connection)))) {
    return true;
  }
  return report.connections.some((ours) => {
    const connection = theirs.find((other) => isSame(other, ours));
    return (
      connection === undefined || connection.bytesRead !== ours.bytesWritten || (ours.finSent && !connection.finRead)
    );
  });
}

/** When it has work next. Not known before it has said so; with none to wait for, the wire's delays come next. */
const workOf = (report: Report | undefined, now: number, idleUntil: number): number => {
  if (report === undefined) return now;
  if (report.work !== null) return Math.max(report.work, idleUntil);
  return idleUntil > now ? idleUntil : Number.POSITIVE_INFINITY;
};

const earliest = (one: number | null, other: number | undefined) =>
  one === null ? other : other === undefined ? one : Math.min(one, other);

const accountOf = (report: Report, wire: WireState) =>
  JSON.stringify([report.now, report.connections.map(onlyCounts), wire.connections().map(onlyCounts)]);
