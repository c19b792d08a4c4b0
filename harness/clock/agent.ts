/**
 * Loaded with `--import` before anything else in the subject's process: replaces its clock, watches its connections, and
 * does what the coordinator says. The order of the steps below matters; see each module's first lines.
 */
import { fstatSync, readFileSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { AgentNotice, Command, LogLengths, Report } from '../ports/agent.ts';
import { accountsAgree } from '../ports/agent.ts';
import type { Network } from './connections.ts';
import { installDates } from './dates.ts';
import { becomeIdle, openHandles } from './idle.ts';
import type { TaskTable } from './tasks.ts';
import { installTimers } from './timers.ts';
import { createVirtualTime } from './virtual-time.ts';

/** The variables by which the harness tells the agent where it stands. */
const { GAUNTLET_NOW, GAUNTLET_NETWORK, GAUNTLET_CONTROL, GAUNTLET_CLOCK } = process.env;

if (GAUNTLET_CONTROL !== undefined && GAUNTLET_NETWORK !== undefined) {
  delete process.env.GAUNTLET_CONTROL;
  await startAgent(Number(GAUNTLET_CONTROL), Number(GAUNTLET_CLOCK), GAUNTLET_NETWORK);
} else {
  // A process or worker that the subject started: the subject waits for it.
  const { shutIn } = await import('./shut-in.ts');
  shutIn();
}

/** Undefined when the subject has closed it: then nothing more comes. */
function sizeOf(descriptor: number): number | undefined {
  try {
    return fstatSync(descriptor).size;
  } catch {
    return undefined;
  }
}

/** Both descriptors are inherited: the line to the coordinator, and the file by which it sees this clock between reports. */
async function startAgent(control: number, clockFile: number, networkFile: string): Promise<void> {
  const network: Network = JSON.parse(readFileSync(networkFile, 'utf8'));
  const time = createVirtualTime(Number(GAUNTLET_NOW));
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
  const line = openControlLine(control, obey);
  const connections = watchConnections(network, (type, host, port) => notices.push({ type, host, port }));
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
  const logLengths = (): LogLengths => ({ stdout: sizeOf(1) ?? logged.stdout, stderr: sizeOf(2) ?? logged.stderr });
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

  async function obey(command: Command): Promise<void> {
    try {
      await carryOut(command);
    } catch (error) {
      line.send({ seq: command.seq, broken: String(error instanceof Error ? error.stack : error) });
    }
  }

  async function carryOut(command: Command): Promise<void> {
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
  }

  /** Leaves the process as it was before the case, as far as that can be done from outside the integration. */
  async function sweep(): Promise<NonNullable<Report['swept']>> {
    const left = timers.dropWork();
    connections.shut();
    await becomeIdle(isSettled);
    timers.dropWork();
    const handles = openHandles().filter((handle) => handle !== 'PipeWrap' && handle !== 'Timeout');
    return { ...left, handles };
  }
}
