/** A service in Node, started as a command or in a container: its own HTTP API, and the virtual clock of the agent that lives in it. */
import { RealClockNeeded } from '../ports/errors.ts';
import type { Answer, OutgoingMessage, Target } from '../ports/sender.ts';
import type { ServiceSettings, Subject } from '../ports/subject.ts';
import { agentSources } from './agent-line.ts';
import { probesOf } from './contract-shape.ts';
import { createDriver, explainEnd } from './driver.ts';
import { firstResult } from './first-result.ts';
import { entriesOf, httpCall, longestAnswer, resultOf } from './http-operation.ts';
import type { Launcher } from './launch.ts';
import { elapsed, every, pause } from './real-time.ts';
import { createStartedService, type StartedSubject } from './started-service.ts';
import { SubjectEnded, type SubjectProcess } from './subject-process.ts';

/** Virtual time until the service is asked again whether it is ready, and that ending and a probe may take. */
const askAgainMs = 20;
const courtesyMs = 60_000;
/** Real time until we look again whether it is ready without an agent having called. */
const lookAgainMs = 50;
const childLookMs = 500;

const nothing: OutgoingMessage = { headers: { Accept: 'application/json' }, body: Buffer.from('') };

/** `begin` rejects with `RealClockNeeded` when it turns out that it can have no virtual clock. */
export const createNodeServiceSubject = (
  settings: ServiceSettings,
  subject: StartedSubject,
  launcher: Launcher,
): Subject => {
  const { limits, sender, stateDir } = settings;
  const service = createStartedService(settings, subject);
  const { failed, fill, readyWithinMs } = service;
  const probes = probesOf(subject);
  let seed = 0;
  let restarts = 0;
  let env = settings.env;
  let hasRun = false;
  let areProbesKnown = false;

  /** Tells the result of the call that is under way, once it is there. */
  let tellCall = (): void => undefined;

  const driver = createDriver({ ...settings, notice: service.notice }, { onTold: () => tellCall() });
  const { clock, bounds, drive } = driver;

  /** Lets time pass until it is answered; undefined when it cannot be. Rejects with `SubjectEnded`. */
  const exchange = async (
    target: Omit<Target, 'port'>,
    message: OutgoingMessage,
    withinMs: number,
    answered?: (answer: Answer) => void,
  ) => {
    let answer: Answer | undefined;
    tellCall = () => {
      if (answer !== undefined) answered?.(answer);
    };
    let giveUp = () => {};
    const work = sender
      .send({ ...target, port: service.port() }, message, {
        hangUp: false,
        giveUp: new Promise((resolve) => {
          giveUp = () => resolve();
        }),
        keep: longestAnswer,
      })
      .then((given) => {
        answer = given;
      });
    try {
      const driven = await drive({}, bounds(withinMs), () => answer !== undefined);
      return { driven, answer };
    } finally {
      tellCall = () => undefined;
      giveUp();
      // Its end is nobody's news, but the next thing must not begin before it.
      await work;
    }
  };

  const isReady = async (): Promise<boolean> => {
    const { ready } = subject;
    if ('log' in ready) {
      await drive({}, bounds(0), () => true);
      return service.hasSaidReady();
    }
    if ('port' in ready) {
      let isOpen: boolean | undefined;
      const knocked = sender.knock(service.port()).then((answer) => {
        isOpen = answer;
      });
      await drive({}, bounds(courtesyMs), () => isOpen !== undefined);
      await knocked;
      return isOpen === true;
    }
    const { answer } = await exchange({ path: ready.path, method: 'GET' }, nothing, courtesyMs);
    return answer?.kind === 'answered' && answer.status >= 200 && answer.status < 300;
  };

  const launch = (): Promise<SubjectProcess> => {
    const own = service.environment(env);
    return driver.start(
      ({ ca, network, folder, environment }) =>
        launcher({
          // The way out is for what is not Node after all; the agent forgets it.
          env: { ...service.wayOut(ca), NODE_EXTRA_CA_CERTS: ca, ...own, ...environment(own.NODE_OPTIONS) },
          mark: network,
          shared: [
            { path: stateDir, isReadOnly: false },
            { path: folder, isReadOnly: false },
            ...agentSources().map((path) => ({ path, isReadOnly: true })),
          ],
          fill,
          failed,
        }),
      { mayEnd: true },
    );
  };

  /**
   * Node calls before it does anything else: what is ready without a call is no Node, or one that does not take the agent. Once
   * it has run, it is known to be one that does.
   */
  const untilCalled = async (started: SubjectProcess): Promise<void> => {
    const since = elapsed();
    let hasCalled = false;
    const call = started.line.called.then(() => {
      hasCalled = true;
    });
    // What is wrong with the line, or how it ended, is told to whoever asks over it.
    const isDecided = () => hasCalled || started.line.isBroken() || (hasRun && started.hasEnded());
    const isOver = async () =>
      started.hasEnded() ||
      elapsed() - since > readyWithinMs ||
      (!hasRun && (await service.isReady(started.hasWritten)));
    for (;;) {
      await Promise.race([call, pause(lookAgainMs)]);
      if (isDecided()) return;
      if (!(await isOver())) continue;
      // Its call came before, and may be read after.
      await Promise.race([call, pause(lookAgainMs)]);
      if (isDecided()) return;
      throw hasRun ? service.notReady('') : new RealClockNeeded('no-agent');
    }
  };

  /** What is ready while its agent waits for a child does its work in that child, and is not waited for any longer. */
  const watchForChild = (started: SubjectProcess): (() => void) =>
    every(childLookMs, async () => {
      if (!started.waitsForChild() || !(await service.isReady(started.hasWritten))) return;
      if (started.waitsForChild()) started.setPatience(0);
    });

  const untilReady = async (): Promise<void> => {
    const since = elapsed();
    const deadline = clock.now() + readyWithinMs;
    await drive({ seed: `${seed}/${restarts}` }, bounds(0), () => true);
    while (!(await isReady())) {
      if (elapsed() - since > readyWithinMs || clock.now() > deadline) throw service.notReady('');
      const until = clock.now() + askAgainMs;
      await drive({}, { ...bounds(0), deadline: until, reach: true }, (report) => report.now >= until);
    }
  };

  const start = async (): Promise<void> => {
    await service.renew();
    const started = await launch();
    started.setPatience(Math.max(readyWithinMs, limits.stallMs));
    const stopWatching = watchForChild(started);
    try {
      await untilCalled(started);
      await untilReady();
      await started.line.settle();
      started.setPatience(limits.stallMs);
      hasRun = true;
    } catch (error) {
      if (!(error instanceof SubjectEnded)) throw error;
      driver.lost();
      if (error.exit.waitsForChild && !hasRun) throw new RealClockNeeded('child-at-work');
      throw failed(`${explainEnd(error)}\nIt ended before it was ready.`);
    } finally {
      stopWatching();
    }
  };

  /** SIGTERM; who does nothing about it any more, and only the agent keeps, has ended in good order. */
  const stop = async (): Promise<void> => {
    const line = driver.running();
    if (line === undefined) return;
    line.signal('SIGTERM');
    try {
      const driven = await drive({}, bounds(courtesyMs), () => false);
      if (driven !== 'nothing')
        settings.notice({ type: 'leftover', timers: 0, handles: [`the process, ${courtesyMs} ms after SIGTERM`] });
    } catch (error) {
      if (!(error instanceof SubjectEnded)) throw error;
      driver.lost();
    }
    await driver.endProcess('planned');
  };

  const probe: Subject['probe'] = async (name) => {
    const where = subject.probes?.[name];
    if (where === undefined || driver.running() === undefined) return [];
    const { answer } = await exchange({ path: where.path, method: 'GET' }, nothing, courtesyMs);
    return entriesOf(name, where, answer ?? { kind: 'none' });
  };

  return {
    clockKind: 'virtual',
    clock,
    probes,
    get webhookPort() {
      return settings.hasWebhook ? service.port() : undefined;
    },
    async begin(caseSeed) {
      seed = caseSeed;
      restarts = 0;
      env = settings.env;
      await driver.endProcess('planned');
      driver.beginCase();
      await start();
      if (areProbesKnown) return;
      // A probe that cannot be read is the contract's mistake, to be told before anything is run.
      for (const name of probes) await probe(name);
      areProbesKnown = true;
    },
    async call(call, tell) {
      const result = firstResult(tell);
      if (driver.running() === undefined)
        return result({ kind: 'unsettled', why: 'exit', detail: 'the process had ended before' });
      const operation = settings.operations[call.operation];
      if (operation === undefined) throw failed(`operations.${call.operation}.http is missing.`);
      const { method, path, message } = httpCall(operation, subject.headers ?? {}, call);
      try {
        const { driven, answer } = await exchange({ path, method }, message, limits.virtualMs, (given) => {
          if (given.kind === 'answered') result(resultOf(operation, given));
        });
        if (answer === undefined) return result(await driver.unsettled(driven === 'done' ? 'nothing' : driven));
        if (answer.kind === 'answered') return result(resultOf(operation, answer));
        // A process that ended takes its connections with it: its end may be heard only now.
        await drive({}, bounds(0), () => true);
        return result({ kind: 'thrown', name: 'NoAnswer', message: `the connection was ${answer.kind}`, stack: '' });
      } catch (error) {
        if (!(error instanceof SubjectEnded)) throw error;
        return result(driver.endedIn(error));
      }
    },
    during: driver.during,
    wait: driver.wait,
    quiet: driver.quiet,
    refuse: driver.refuse,
    reconnect: driver.reconnect,
    probe,
    async restart(changes) {
      if (changes !== undefined) env = { ...env, ...changes };
      await driver.endProcess('planned');
      settings.notice({ type: 'exit', code: null, signal: 'SIGKILL', why: 'planned' });
      restarts += 1;
      await start();
    },
    async end() {
      await stop();
      driver.endCase();
    },
    close: async () => {
      await driver.endProcess('planned');
      await service.close();
    },
  };
};
