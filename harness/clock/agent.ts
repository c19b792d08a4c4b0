/**
 * Loaded with `--import` before anything else in the subject's process: replaces its clock, watches its connections, and
 * does what the coordinator says. The order of the steps below matters; see each module's first lines.
 */
import { openSync, readFileSync, writeSync } from 'node:fs';
import nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AgentNotice, Command, LogLengths, Report } from '../ports/agent.ts';
import { accountsAgree } from '../ports/agent.ts';
import type { Network } from './connections.ts';
import { installDates } from './dates.ts';
import { becomeIdle, openHandles } from './idle.ts';
import { isLauncher, isLauncherPipe } from './launchers.ts';
import { takeOverPipes, watchLogFiles } from './log-files.ts';
import type { TaskTable } from './tasks.ts';
import { installTimers } from './timers.ts';
import { createVirtualTime } from './virtual-time.ts';

/** What the harness has written down for the agent. */
interface Beginning extends Network {
  /** Unix time in ms at which the clock begins. */
  readonly now: number;
  /** The process ends, as it would without us, when it has nothing left to do. */
  readonly mayEnd: boolean;
}

/** The folder of the line to the harness (see `../subjects/agent-line.ts`), and a file in it. */
const { GAUNTLET_LINE, GAUNTLET_NETWORK } = process.env;

if (GAUNTLET_LINE === undefined || GAUNTLET_NETWORK === undefined) {
  // A process or worker that the subject started: the subject waits for it.
  const { shutIn } = await import('./shut-in.ts');
  shutIn();
} else if (isLauncher(process.argv[1] ?? '')) {
  // It leaves the line to what it starts. What it asks of the network for itself is none of the subject's calls.
  const { watchConnections } = await import('./connections.ts');
  watchConnections({ redirects: {}, ports: [], proxy: '' }, () => {});
} else {
  // What this process starts has no line of its own.
  delete process.env.GAUNTLET_LINE;
  await startAgent(GAUNTLET_LINE, GAUNTLET_NETWORK);
}

async function startAgent(folder: string, networkFile: string): Promise<void> {
  const { now, mayEnd, ...network }: Beginning = JSON.parse(readFileSync(networkFile, 'utf8'));
  const time = createVirtualTime(now);
  const timers = installTimers(time);
  installDates(time);

  const { installDateHeader } = await import('./date-header.ts');
  const { installSocketTimeouts } = await import('./sockets.ts');
  const { watchConnections } = await import('./connections.ts');
  const { guardChildren } = await import('./children.ts');
  const { countPendingWork } = await import('./pending-work.ts');
  const { installJitter } = await import('./jitter.ts');
  const { watchComparisons } = await import('./comparisons.ts');
  const { watchEnvironment } = await import('./env-reads.ts');
  const { openControlLine } = await import('./control.ts');
  const { createTasks } = await import('./tasks.ts');

  let notices: AgentNotice[] = [];
  installDateHeader(time);
  installSocketTimeouts();
  guardChildren({ proxy: network.proxy, networkFile });
  takeOverPipes(folder);
  const logLengths = watchLogFiles(folder);
  // By this file the coordinator sees the clock between reports.
  const clockFile = openSync(join(folder, 'clock'), 'r+');
  // Before connections are watched, to which no provider stands at its end; and from here on all is done at once.
  const line = await openControlLine(join(folder, 'socket'), obey);
  const connections = watchConnections(network, (type, host, port) => {
    if (!isLauncherPipe(host)) notices.push({ type, host, port });
  });
  const work = countPendingWork();
  const jitter = installJitter();
  const main = pathToFileURL(process.argv[1] ?? '').href;
  watchComparisons((primitive) => {
    if (!notices.some((notice) => notice.type === 'compared' && notice.with === primitive))
      notices.push({ type: 'compared', with: primitive });
  });
  const environment = watchEnvironment((name) => notices.push({ type: 'env-read', name }));
  const loadMain = async () => {
    const { tasks: table }: { readonly tasks: TaskTable } = await import(main);
    // What our own main module read and tried while it loaded is not the subject's doing.
    notices = [];
    environment.renew();
    return table;
  };
  let table: Promise<TaskTable> | undefined;
  const tasks = createTasks(() => {
    table ??= loadMain();
    return table;
  });

  /** What was logged and noticed belongs to this moment, and has to be told before the clock moves on. */
  let logged: LogLengths = { stdout: 0, stderr: 0 };
  const hasNews = () => {
    const { stdout, stderr } = logLengths();
    return notices.length > 0 || stdout !== logged.stdout || stderr !== logged.stderr;
  };

  const clockBytes = new Float64Array(1);
  const isSettled = () => work.isNone() && connections.isSettled();
  const idle = async () => {
    await becomeIdle(isSettled);
    while (connections.closeKept()) await becomeIdle(isSettled);
  };

  line.call();

  async function obey(command: Command): Promise<void> {
    try {
      await carryOut(command);
    } catch (error) {
      line.send({ seq: command.seq, broken: String(error instanceof Error ? error.stack : error) });
    }
  }

  /** Nothing holds the process open but the line itself. */
  const hasEnded = () => !timers.hold() && openHandles().every((handle) => handle === 'PipeWrap');

  async function carryOut(command: Command): Promise<void> {
    line.hold(true);
    time.now = Math.max(time.now, command.now);
    let steps = 0;
    let swept: Report['swept'];

    if (command.seed !== undefined) {
      connections.open();
      jitter.seed(command.seed);
      environment.renew();
    }
    for (const order of command.connections ?? []) {
      if (order.does === 'refuse') connections.refuse(order.hostAndPort, order.count);
      else connections.reconnect(order.hostAndPort);
    }
    if (command.abort) tasks.abort();
    if (command.task !== undefined) tasks.start(command.task);

    const moveTo = (moment: number) => {
      time.now = moment;
      // A request may reach the wire before the report reaches the coordinator, and needs its time.
      clockBytes[0] = moment;
      writeSync(clockFile, clockBytes, 0, 8, 0);
    };

    await timers.fireDue();
    for (;;) {
      await idle();
      if (tasks.hasSettled() || hasNews() || !accountsAgree(connections.states(), command.wire)) break;
      const next = timers.next();
      if (next !== undefined && next <= command.until && steps < command.steps) {
        moveTo(next);
        steps++;
        await timers.fireDue();
        continue;
      }
      if (command.reach && time.now < command.until && (next === undefined || next > command.until)) {
        moveTo(command.until);
      }
      break;
    }

    if (command.sweep && (command.task === undefined || !tasks.isRunning(command.task.id))) swept = await sweep();

    const told = notices;
    notices = [];
    logged = logLengths();
    line.send({
      seq: command.seq,
      now: time.now,
      steps,
      next: timers.next() ?? null,
      work: timers.nextWork() ?? null,
      connections: connections.states(),
      settled: tasks.take(),
      notices: told,
      logged,
      handles: openHandles(),
      ...(swept === undefined ? {} : { swept }),
    });
    if (mayEnd && hasEnded()) line.hold(false);
  }

  /** Leaves the process as it was before the case, as far as that can be done from outside the integration. */
  async function sweep(): Promise<NonNullable<Report['swept']>> {
    const left = timers.dropWork();
    connections.shut();
    await becomeIdle(isSettled);
    timers.dropWork();
    // The process is killed in the end, and what was compiled in it would be lost to the next one. Node has this since 22.10.
    nodeModule.flushCompileCache?.();
    const handles = openHandles().filter((handle) => handle !== 'PipeWrap' && handle !== 'Timeout');
    return { ...left, handles };
  }
}
