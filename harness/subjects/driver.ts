/** Runs one process of a subject on the virtual clock: starts and ends it, lets time pass, and tells what became of it. */
import { mkdirSync, rmSync } from 'node:fs';
import type { ConnectionOrder, Report } from '../ports/agent.ts';
import type { CaseClock } from '../ports/clock.ts';
import { HarnessError } from '../ports/errors.ts';
import type { CallResult, Subject, SubjectNotice, SubjectSettings } from '../ports/subject.ts';
import { type AgentLine, type Beginning, openAgentLine } from './agent-line.ts';
import { type Bounds, createCoordinator, type Driven, type Order } from './coordinator.ts';
import type { Launch } from './launch.ts';
import { wallTime } from './real-time.ts';
import { SubjectEnded, type SubjectProcess, watchProcess } from './subject-process.ts';
import { supervisor } from './supervisor.ts';

const minuteMs = 60_000;

const nextMinute = (moment: number) => Math.ceil(moment / minuteMs) * minuteMs;

export interface Driver extends Pick<Subject, 'during' | 'wait' | 'quiet' | 'refuse' | 'reconnect'> {
  readonly clock: CaseClock;
  running(): SubjectProcess | undefined;
  lastReport(): Report | undefined;
  /** A new process, from the next whole minute of its clock when a case begins with it. */
  start(launch: (line: AgentLine) => Launch | Promise<Launch>, given: Omit<Beginning, 'now'>): Promise<SubjectProcess>;
  /** It has ended, and whoever noticed tells it. */
  lost(): void;
  bounds(virtualMs: number): Bounds;
  /** Rejects with `SubjectEnded` when the process does. */
  drive(order: Order, within: Bounds, isDone: (report: Report) => boolean): Promise<Driven>;
  /** Tells the end of a process that ends meanwhile. */
  survive(act: () => Promise<unknown>): Promise<void>;
  tellExit(ended: SubjectEnded): void;
  /** As `tellExit`. Rejects with `HarnessError` where nobody can say what the subject would have done. */
  lose(ended: SubjectEnded): void;
  endProcess(why: 'planned' | 'time-limit' | 'spinning'): Promise<void>;
  /** What a call that never settled comes to. */
  unsettled(driven: Exclude<Driven, 'done'>): Promise<CallResult>;
  /** What a call comes to in which the process ended. */
  endedIn(ended: SubjectEnded): CallResult;
  /** A whole minute, an empty state, and nothing that still waits: a case begins. */
  beginCase(): void;
  /** What still waits is forgotten: a case is over. */
  endCase(): void;
}

export interface Hearing {
  /** Called with each report before anything is decided from it. */
  onReport?(report: Report): void;
  /** Called when all that a report tells of has been told, and before anything else happens. */
  onTold?(): void;
  /** False for what concerns no case. */
  isTold?(notice: SubjectNotice): boolean;
}

export function createDriver(settings: SubjectSettings, hearing: Hearing = {}): Driver {
  const { limits } = settings;
  let running: SubjectProcess | undefined;
  let lastReport: Report | undefined;

  const onReport = (report: Report) => {
    lastReport = report;
    hearing.onReport?.(report);
  };
  const tell = (report: Report) => {
    for (const notice of report.notices) if (hearing.isTold?.(notice) !== false) settings.notice(notice);
    running?.readLogs(report.logged);
    hearing.onTold?.();
  };

  const coordinator = createCoordinator(settings.wire, limits.stallMs, onReport, tell);
  const { clock } = coordinator;
  coordinator.setNow(nextMinute(wallTime()));

  const bounds = (virtualMs: number): Bounds => ({
    deadline: clock.now() + virtualMs,
    steps: limits.steps,
    reach: false,
  });

  const endProcess: Driver['endProcess'] = async (why) => {
    const ending = running;
    running = undefined;
    await ending?.end(why);
    coordinator.forgetWaiting();
  };

  const tellExit = (ended: SubjectEnded) => {
    running = undefined;
    const { code, signal, why } = ended.exit;
    settings.notice({ type: 'exit', code, signal, why });
  };

  /** A child keeps the real clock, so that nobody can say what its parent would have done. */
  const lose = (ended: SubjectEnded) => {
    tellExit(ended);
    if (ended.exit.waitsForChild)
      throw new HarnessError(`The integration cannot be observed here: ${explainEnd(ended)}.`);
  };

  /** For what would go on for ever behind the next action's back. */
  const cutShort = async (why: 'spinning' | 'time-limit') => {
    await endProcess(why);
    settings.notice({ type: 'exit', code: null, signal: 'SIGKILL', why });
  };

  const drive: Driver['drive'] = async (order, within, isDone) => {
    if (running === undefined) return 'done';
    const driven = await coordinator.drive(running, order, within, isDone);
    if (driven === 'looping') await cutShort('spinning');
    return driven;
  };

  const survive: Driver['survive'] = async (act) => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof SubjectEnded)) throw error;
      lose(error);
    }
  };

  const obeyed = async (order: ConnectionOrder): Promise<void> => {
    const { acknowledged } = coordinator.order(order);
    if (!coordinator.isDriving()) await survive(() => drive({}, bounds(0), () => true));
    else await acknowledged;
  };

  return {
    clock,
    running: () => running,
    lastReport: () => lastReport,
    start: async (launch, given) => {
      const line = openAgentLine(supervisor().directory, settings, { ...given, now: clock.now() });
      try {
        running = watchProcess(settings, line, await launch(line), settings.notice);
        return running;
      } catch (error) {
        line.close(new HarnessError("The subject's process was never started."));
        throw error;
      }
    },
    lost: () => {
      running = undefined;
    },
    bounds,
    drive,
    survive,
    tellExit,
    lose,
    endProcess,
    unsettled: async (driven) => {
      const detail = `waits for ${waitingFor(lastReport)}`;
      if (driven === 'nothing') return { kind: 'unsettled', why: 'stuck', detail };
      if (running !== undefined) await cutShort(driven === 'looping' ? 'spinning' : 'time-limit');
      if (driven === 'looping') {
        return { kind: 'unsettled', why: 'watchdog', detail: 'kept calling its provider without ever waiting' };
      }
      return { kind: 'unsettled', why: driven === 'time-limit' ? 'virtual-time-limit' : 'step-limit', detail };
    },
    endedIn: (ended) => {
      lose(ended);
      const isOurs = ended.exit.why === 'spinning' || ended.exit.why === 'flooding' || ended.exit.why === 'memory';
      return { kind: 'unsettled', why: isOurs ? 'watchdog' : 'exit', detail: explainEnd(ended) };
    },
    beginCase: () => {
      coordinator.forgetWaiting();
      coordinator.setNow(nextMinute(clock.now()));
      rmSync(settings.stateDir, { recursive: true, force: true });
      mkdirSync(settings.stateDir, { recursive: true, mode: 0o700 });
    },
    endCase: () => {
      running?.finishLogs();
      coordinator.forgetWaiting();
    },
    async during(work) {
      let isOver = false;
      const over = work.finally(() => {
        isOver = true;
      });
      await survive(async () => {
        const driven = await drive({}, bounds(limits.virtualMs), () => isOver);
        // With its process ended the work ends too, however it ends: nobody else would.
        if (driven !== 'done' && driven !== 'looping') await cutShort('time-limit');
      });
      return over;
    },
    async wait(ms) {
      const deadline = clock.now() + ms;
      const within = { deadline, steps: Number.MAX_SAFE_INTEGER, reach: true };
      await survive(() => drive({}, within, (report) => report.now >= deadline));
      coordinator.setNow(deadline);
    },
    async quiet(expectedUntil = () => 0) {
      await survive(() =>
        drive(
          {},
          { ...bounds(limits.virtualMs), idleUntil: expectedUntil },
          ({ work, next }) => work === null && !coordinator.hasWaiting() && (next === null || next > expectedUntil()),
        ),
      );
    },
    refuse: (hostAndPort, count) => obeyed({ does: 'refuse', hostAndPort, count }),
    reconnect: (hostAndPort) => obeyed({ does: 'reconnect', hostAndPort }),
  };
}

/** Without ports or times of this run, so that two equal runs say the same. */
export function waitingFor(report: Report | undefined): string {
  if (report === undefined) return 'nothing that can be seen';
  const connections = report.connections.map(({ to }) => `a reply from ${to}`);
  const busy = report.handles.filter((handle) => !/^(PipeWrap|Timeout|TCPSocketWrap|TLSWrap)$/.test(handle));
  const all = [...new Set([...connections, ...busy])];
  return all.length === 0 ? 'nothing that can be seen' : all.join(', ');
}

export function explainEnd({ exit }: SubjectEnded): string {
  if (exit.waitsForChild)
    return 'its process gave no answer while a process that it had started kept running (children keep the real clock: end them before the call settles, or declare clock: "real" for a service)';
  if (exit.why === 'spinning') return 'its process gave no answer: it loops without waiting';
  if (exit.why === 'flooding') return 'its process flooded its log';
  if (exit.why === 'memory') return 'its process ran out of memory';
  const how = exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
  const words = exit.lastWords.trim();
  return `its process ended (${how})${words === '' ? '' : `: ${words}`}`;
}
