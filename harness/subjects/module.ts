/** The subject kind `module`: a Node process that loads the contract and calls its `start()`, on the virtual clock. */
import { mkdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import type { ProbeName } from '../model/integration-facts.ts';
import type { Json } from '../model/json.ts';
import type { Report, SettledTask } from '../ports/agent.ts';
import { ContractError, HarnessError } from '../ports/errors.ts';
import type { CallResult, StartSubject, Subject, SubjectSettings } from '../ports/subject.ts';
import { type Bounds, createCoordinator, type Driven, type Order } from './coordinator.ts';
import { wallTime } from './real-time.ts';
import { SubjectEnded, type SubjectProcess, startProcess } from './subject-process.ts';

const minuteMs = 60_000;
/** Real time that loading a contract and its SDKs may take on a busy machine. */
const loadPatienceMs = 60_000;
/** Virtual time that `stop()` and a probe may take. */
const courtesyMs = 60_000;

const nextMinute = (moment: number) => Math.ceil(moment / minuteMs) * minuteMs;

export const startModuleSubject: StartSubject = async (settings) => {
  const subject = createModuleSubject(settings);
  try {
    await subject.load();
  } catch (error) {
    await subject.close();
    throw error;
  }
  return subject;
};

function createModuleSubject(settings: SubjectSettings): Subject & { load(): Promise<void> } {
  const { limits } = settings;
  const inside = relative(process.cwd(), settings.contract);
  const file = inside.startsWith('..') ? settings.contract : inside;
  const settled = new Map<number, SettledTask>();
  const unsettledCalls = new Set<number>();
  let running: SubjectProcess | undefined;
  let lastReport: Report | undefined;
  let swept: Report['swept'];
  let handlesAtRest: readonly string[] = [];
  let probes: readonly ProbeName[] = [];
  let webhookPort: number | undefined;
  let seed = 0;
  let restarts = 0;
  let taskIds = 0;
  let isSpoilt = false;
  let isBetweenCases = false;
  let env = settings.env;

  const onReport = (report: Report) => {
    lastReport = report;
    swept ??= report.swept;
    for (const task of report.settled) {
      settled.set(task.id, task);
      unsettledCalls.delete(task.id);
    }
  };
  const tell = (report: Report) => {
    // What loading the contract reads is not for the one case that happens to need a new process.
    for (const notice of report.notices) if (!(isBetweenCases && notice.type === 'env-read')) settings.notice(notice);
    running?.readLogs(report.logged);
  };

  const coordinator = createCoordinator(settings.wire, limits.stallMs, onReport, tell);
  const { clock } = coordinator;
  coordinator.setNow(nextMinute(wallTime()));

  const bounds = (virtualMs: number, steps = limits.steps): Bounds => ({
    deadline: clock.now() + virtualMs,
    steps,
    reach: false,
  });

  const spawn = () => {
    running = startProcess({ ...settings, env }, clock.now(), settings.notice);
    return running;
  };

  /** Runs one task of the host until it settles. */
  const runTask = async (
    line: SubjectProcess,
    name: string,
    args: readonly Json[],
    within: Bounds,
    order: Order = {},
  ): Promise<{ readonly id: number; readonly driven: Driven; readonly task: SettledTask | undefined }> => {
    const id = ++taskIds;
    const driven = await coordinator.drive(line, { ...order, task: { id, name, args } }, within, () => settled.has(id));
    const task = settled.get(id);
    settled.delete(id);
    return { id, driven, task };
  };

  const endProcess = async (why: 'planned' | 'time-limit' | 'spinning') => {
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

  const emptyState = () => {
    rmSync(settings.stateDir, { recursive: true, force: true });
    mkdirSync(settings.stateDir, { recursive: true, mode: 0o700 });
  };

  /** Loads the contract into a new process. */
  const load = async () => {
    const line = spawn();
    line.setPatience(settings.inspect ? Number.POSITIVE_INFINITY : Math.max(loadPatienceMs, limits.stallMs));
    const failed = (problem: string) => new ContractError(`The contract ${file} does not load: ${problem}`);
    try {
      const { task, driven } = await runTask(
        line,
        'load',
        [settings.contract, settings.urls, settings.stateDir],
        bounds(limits.virtualMs),
      );
      if (task === undefined)
        throw failed(`it is still loading after ${limits.virtualMs} ms on its clock (${driven}).`);
      if ('failed' in task) throw failed(explainLoadFailure(task.failed));
    } catch (error) {
      if (!(error instanceof SubjectEnded)) throw error;
      running = undefined;
      throw failed(explainEnd(error));
    }
    handlesAtRest = lastReport?.handles ?? [];
  };

  /** Starts the integration in a process that has loaded the contract. */
  const start = async () => {
    const line = running;
    if (line === undefined) throw new HarnessError('An integration can only start in a running process.');
    const failed = (problem: string) => new ContractError(`start() of the contract ${file} failed: ${problem}`);
    try {
      const { task } = await runTask(line, 'start', [], bounds(limits.virtualMs), {
        seed: `${seed}/${restarts}`,
      });
      if (task === undefined)
        throw failed(`it never settled; it waits for ${waitingFor(lastReport)}. Let it resolve to { perform }.`);
      if ('failed' in task) throw failed(explainStartFailure(task.failed));
      const offered = task.value as { readonly probes: readonly ProbeName[]; readonly webhookPort: number | null };
      probes = offered.probes;
      webhookPort = offered.webhookPort ?? undefined;
    } catch (error) {
      if (!(error instanceof SubjectEnded)) throw error;
      tellExit(error);
      throw failed(explainEnd(error));
    }
    line.setPatience(settings.inspect ? Number.POSITIVE_INFINITY : limits.stallMs);
  };

  /** For what would go on for ever behind the next action's back. */
  const cutShort = async (why: 'spinning' | 'time-limit') => {
    await endProcess(why);
    settings.notice({ type: 'exit', code: null, signal: 'SIGKILL', why });
  };

  const unsettled = async (id: number, driven: Exclude<Driven, 'done'>): Promise<CallResult> => {
    unsettledCalls.add(id);
    const detail = `waits for ${waitingFor(lastReport)}`;
    if (driven === 'nothing') return { kind: 'unsettled', why: 'stuck', detail };
    await cutShort(driven === 'looping' ? 'spinning' : 'time-limit');
    if (driven === 'looping') {
      return { kind: 'unsettled', why: 'watchdog', detail: 'kept calling its provider without ever waiting' };
    }
    return { kind: 'unsettled', why: driven === 'time-limit' ? 'virtual-time-limit' : 'step-limit', detail };
  };

  return {
    clockKind: 'virtual',
    clock,
    get probes() {
      return probes;
    },
    get webhookPort() {
      return webhookPort;
    },
    load,
    async begin(caseSeed) {
      seed = caseSeed;
      restarts = 0;
      if (isSpoilt || env !== settings.env || running?.isUsable() === false) await endProcess('planned');
      isSpoilt = false;
      env = settings.env;
      unsettledCalls.clear();
      coordinator.forgetWaiting();
      coordinator.setNow(nextMinute(clock.now()));
      emptyState();
      isBetweenCases = true;
      if (running === undefined) await load();
      isBetweenCases = false;
      await start();
    },
    async call({ operation, input, user, correlationId }) {
      if (running === undefined) return { kind: 'unsettled', why: 'exit', detail: 'the process had ended before' };
      try {
        const args = [operation, input, user, correlationId];
        const { id, driven, task } = await runTask(running, 'call', args, bounds(limits.virtualMs));
        if (task === undefined && driven !== 'done') return await unsettled(id, driven);
        if (task === undefined) throw new HarnessError('A call was done and left no result.');
        if ('failed' in task) return { kind: 'thrown', ...task.failed };
        return task.value as CallResult;
      } catch (error) {
        if (!(error instanceof SubjectEnded)) throw error;
        lose(error);
        const isOurs = error.exit.why === 'spinning' || error.exit.why === 'flooding' || error.exit.why === 'memory';
        return { kind: 'unsettled', why: isOurs ? 'watchdog' : 'exit', detail: explainEnd(error) };
      }
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
    async quiet() {
      await survive(() =>
        drive(
          {},
          { ...bounds(limits.virtualMs), forWork: true },
          (report) => report.work === null && !coordinator.hasWaiting(),
        ),
      );
    },
    async probe(name) {
      if (running === undefined) return [];
      const { task } = await runTask(running, 'probe', [name], bounds(courtesyMs));
      if (task === undefined) throw new ContractError(`The probe ${name}() of the contract ${file} never settled.`);
      if ('failed' in task) {
        throw new ContractError(`The probe ${name}() of the contract ${file} failed: ${task.failed.message}`);
      }
      if (!Array.isArray(task.value)) {
        throw new ContractError(`The probe ${name}() of the contract ${file} has to return a list.`);
      }
      return task.value;
    },
    async refuse(hostAndPort, count) {
      const { acknowledged } = coordinator.refuse(hostAndPort, count);
      if (!coordinator.isDriving()) await survive(() => drive({}, bounds(0), () => true));
      else await acknowledged;
    },
    async restart(changes) {
      if (changes !== undefined) env = { ...env, ...changes };
      await endProcess('planned');
      settings.notice({ type: 'exit', code: null, signal: 'SIGKILL', why: 'planned' });
      restarts++;
      await load();
      await start();
    },
    async end() {
      const line = running;
      if (line === undefined) return;
      swept = undefined;
      try {
        const { task } = await runTask(line, 'stop', [], bounds(courtesyMs), { abort: true, sweep: true });
        if (swept === undefined) await drive({ sweep: true }, bounds(0), () => true);
        tellLeftovers(task);
      } catch (error) {
        if (!(error instanceof SubjectEnded)) throw error;
        tellExit(error);
      }
      running?.finishLogs();
      coordinator.forgetWaiting();
    },
    async close() {
      await endProcess('planned');
    },
  };

  async function drive(order: Order, within: Bounds, isDone: (report: Report) => boolean): Promise<Driven> {
    if (running === undefined) return 'done';
    const driven = await coordinator.drive(running, order, within, isDone);
    if (driven === 'looping') await cutShort('spinning');
    return driven;
  }

  async function survive(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof SubjectEnded)) throw error;
      lose(error);
    }
  }

  function tellLeftovers(stop: SettledTask | undefined): void {
    const handles = beyond(swept?.handles ?? [], handlesAtRest);
    const problems =
      stop === undefined ? ['stop() never settled'] : 'failed' in stop ? [`stop() failed: ${stop.failed.message}`] : [];
    const timers = swept?.timers ?? 0;
    if (timers > 0 || handles.length + problems.length > 0) {
      settings.notice({ type: 'leftover', timers, handles: [...handles, ...problems] });
    }
    // What was dropped and repeats may be wanted for as long as the process runs: only a new one has it again.
    isSpoilt = handles.length + problems.length > 0 || unsettledCalls.size > 0 || (swept?.repeating ?? 0) > 0;
  }
}

/** What is in `all` more often than in `known`. */
function beyond(all: readonly string[], known: readonly string[]): readonly string[] {
  const left = [...known];
  return all.filter((name) => {
    const index = left.indexOf(name);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** Without ports or times of this run, so that two equal runs say the same. */
function waitingFor(report: Report | undefined): string {
  if (report === undefined) return 'nothing that can be seen';
  const connections = report.connections.map(({ to }) => `a reply from ${to}`);
  const busy = report.handles.filter((handle) => !/^(PipeWrap|Timeout|TCPSocketWrap|TLSWrap)$/.test(handle));
  const all = [...new Set([...connections, ...busy])];
  return all.length === 0 ? 'nothing that can be seen' : all.join(', ');
}

function explainEnd({ exit }: SubjectEnded): string {
  if (exit.waitsForChild)
    return 'its process gave no answer while a process that it had started kept running (children keep the real clock; end them before the call settles)';
  if (exit.why === 'spinning') return 'its process gave no answer: it loops without waiting';
  if (exit.why === 'flooding') return 'its process flooded its log';
  if (exit.why === 'memory') return 'its process ran out of memory';
  const how = exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
  const words = exit.lastWords.trim();
  return `its process ended (${how})${words === '' ? '' : `: ${words}`}`;
}

interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** What our own checks of the contract found says enough by itself. */
const isContractProblem = ({ name }: Failure) => name === 'ContractProblem';

/** Where it was thrown, without the words that the stack repeats. */
const framesOf = ({ stack }: Failure): string => {
  const frames = stack.indexOf('\n    at ');
  return frames < 0 ? '' : stack.slice(frames);
};

const explainStartFailure = (failure: Failure) =>
  isContractProblem(failure) ? failure.message : `${failure.name}: ${failure.message}${framesOf(failure)}`;

function explainLoadFailure(failure: Failure): string {
  const { name, message } = failure;
  if (isContractProblem(failure)) return message;
  const advice = 'import it inside start(): const { Sdk } = await import("sdk")';
  if (/Cannot find (package|module)/.test(message)) {
    return `${message}\nInstall it, or, when it is an SDK, ${advice}`;
  }
  if (name === 'SyntaxError' || /Transform failed/.test(message)) return `it does not parse: ${message}`;
  return `${name}: ${message}${framesOf(failure)}\nWhen this comes from an SDK, ${advice}`;
}
