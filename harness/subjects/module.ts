/** The subject kind `module`: a Node process that loads the contract and calls its `start()`, on the virtual clock. */
import { extname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProbeName } from '../model/integration-facts.ts';
import type { Json } from '../model/json.ts';
import type { Report, SettledTask } from '../ports/agent.ts';
import { ContractError, HarnessError } from '../ports/errors.ts';
import type { CallResult, StartSubject, Subject, SubjectSettings } from '../ports/subject.ts';
import type { Bounds, Driven, Order } from './coordinator.ts';
import { createDriver, explainEnd, waitingFor } from './driver.ts';
import { firstResult } from './first-result.ts';
import { launchCommand } from './launch.ts';
import { SubjectEnded } from './subject-process.ts';

/** Real time that loading a contract and its SDKs may take on a busy machine. */
const loadPatienceMs = 60_000;
/** Virtual time that `stop()` and a probe may take. */
const courtesyMs = 60_000;

const heapMegabytes = 384;
const hostPath = fileURLToPath(new URL(`./module-host${extname(fileURLToPath(import.meta.url))}`, import.meta.url));

/** The host of a contract's `start()`. */
const moduleProgram = ({ inspect }: SubjectSettings): readonly [string, ...string[]] => [
  process.execPath,
  `--max-old-space-size=${heapMegabytes}`,
  ...(inspect ? ['--inspect-wait=127.0.0.1:0'] : []),
  hostPath,
];

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
  /** Tells the result of the call that is under way, once it is there. */
  let tellCall = (): void => undefined;
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

  const driver = createDriver(settings, {
    onReport: (report) => {
      swept ??= report.swept;
      for (const task of report.settled) {
        settled.set(task.id, task);
        unsettledCalls.delete(task.id);
      }
    },
    onTold: () => tellCall(),
    // What loading the contract reads is not for the one case that happens to need a new process.
    isTold: (notice) => !(isBetweenCases && notice.type === 'env-read'),
  });
  const { clock, bounds, drive, endProcess, tellExit } = driver;

  /** Runs one task of the host until it settles. */
  const runTask = async (
    name: string,
    args: readonly Json[],
    within: Bounds,
    order: Order = {},
  ): Promise<{ readonly id: number; readonly driven: Driven; readonly task: SettledTask | undefined }> => {
    const id = ++taskIds;
    const driven = await drive({ ...order, task: { id, name, args } }, within, () => settled.has(id));
    const task = settled.get(id);
    settled.delete(id);
    return { id, driven, task };
  };

  /** Loads the contract into a new process. */
  const load = async () => {
    const line = await driver.start(
      ({ ca, network, environment }) =>
        launchCommand({
          command: moduleProgram(settings),
          env: { NODE_EXTRA_CA_CERTS: ca, ...env, ...environment(env.NODE_OPTIONS) },
          mark: network,
        }),
      { mayEnd: false },
    );
    line.setPatience(settings.inspect ? Number.POSITIVE_INFINITY : Math.max(loadPatienceMs, limits.stallMs));
    const failed = (problem: string) => new ContractError(`The contract ${file} does not load: ${problem}`);
    try {
      const { task, driven } = await runTask(
        'load',
        [settings.contract, settings.urls, settings.stateDir],
        bounds(limits.virtualMs),
      );
      if (task === undefined)
        throw failed(`it is still loading after ${limits.virtualMs} ms on its clock (${driven}).`);
      if ('failed' in task) throw failed(explainLoadFailure(task.failed));
    } catch (error) {
      if (!(error instanceof SubjectEnded)) throw error;
      driver.lost();
      throw failed(explainEnd(error));
    }
    handlesAtRest = driver.lastReport()?.handles ?? [];
  };

  /** Starts the integration in a process that has loaded the contract. */
  const start = async () => {
    const line = driver.running();
    if (line === undefined) throw new HarnessError('An integration can only start in a running process.');
    const failed = (problem: string) => new ContractError(`start() of the contract ${file} failed: ${problem}`);
    try {
      const { task } = await runTask('start', [], bounds(limits.virtualMs), {
        seed: `${seed}/${restarts}`,
      });
      if (task === undefined)
        throw failed(
          `it never settled; it waits for ${waitingFor(driver.lastReport())}. Let it resolve to { perform }.`,
        );
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
      if (isSpoilt || env !== settings.env || driver.running()?.isUsable() === false) await endProcess('planned');
      isSpoilt = false;
      env = settings.env;
      unsettledCalls.clear();
      driver.beginCase();
      isBetweenCases = true;
      if (driver.running() === undefined) await load();
      isBetweenCases = false;
      await start();
    },
    async call({ operation, input, user, correlationId }, tell) {
      const result = firstResult(tell);
      if (driver.running() === undefined)
        return result({ kind: 'unsettled', why: 'exit', detail: 'the process had ended before' });
      const expected = taskIds + 1;
      tellCall = () => {
        const task = settled.get(expected);
        if (task !== undefined) result(resultOf(task));
      };
      try {
        const args = [operation, input, user, correlationId];
        const { id, driven, task } = await runTask('call', args, bounds(limits.virtualMs));
        if (task === undefined && driven !== 'done') {
          unsettledCalls.add(id);
          return result(await driver.unsettled(driven));
        }
        if (task === undefined) throw new HarnessError('A call was done and left no result.');
        return result(resultOf(task));
      } catch (error) {
        if (!(error instanceof SubjectEnded)) throw error;
        return result(driver.endedIn(error));
      } finally {
        tellCall = () => undefined;
      }
    },
    during: driver.during,
    wait: driver.wait,
    quiet: driver.quiet,
    refuse: driver.refuse,
    reconnect: driver.reconnect,
    async probe(name) {
      if (driver.running() === undefined) return [];
      const { task } = await runTask('probe', [name], bounds(courtesyMs));
      if (task === undefined) throw new ContractError(`The probe ${name}() of the contract ${file} never settled.`);
      if ('failed' in task) {
        throw new ContractError(`The probe ${name}() of the contract ${file} failed: ${task.failed.message}`);
      }
      if (!Array.isArray(task.value)) {
        throw new ContractError(`The probe ${name}() of the contract ${file} has to return a list.`);
      }
      return task.value;
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
      if (driver.running() === undefined) return;
      swept = undefined;
      try {
        const { task } = await runTask('stop', [], bounds(courtesyMs), { abort: true, sweep: true });
        if (swept === undefined) await drive({ sweep: true }, bounds(0), () => true);
        tellLeftovers(task);
      } catch (error) {
        if (!(error instanceof SubjectEnded)) throw error;
        tellExit(error);
      }
      driver.endCase();
    },
    async close() {
      await endProcess('planned');
    },
  };

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

const resultOf = (task: SettledTask): CallResult =>
  'failed' in task ? { kind: 'thrown', ...task.failed } : (task.value as CallResult);

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
