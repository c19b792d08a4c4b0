/** A service in Node that is started as a command: its own HTTP API, and the virtual clock of the agent that lives in it. */
import { dirname, relative, resolve } from 'node:path';
import { ContractError } from '../ports/errors.ts';
import type { Answer, OutgoingMessage, Target } from '../ports/sender.ts';
import type { CommandSubject } from '../ports/service-subject.ts';
import type { ServiceSettings, Subject } from '../ports/subject.ts';
import { checkCommand } from './command-check.ts';
import { probesOf } from './contract-shape.ts';
import { createDriver, explainEnd } from './driver.ts';
import { freePort } from './free-port.ts';
import { entriesOf, httpCall, longestAnswer, resultOf } from './http-operation.ts';
import { elapsed } from './real-time.ts';
import { SubjectEnded } from './subject-process.ts';
import { fillText } from './template.ts';

/** Real time that starting may take on a busy machine. */
const usuallyReadyWithinMs = 30_000;
/** Virtual time until the service is asked again whether it is ready, and that ending and a probe may take. */
const askAgainMs = 20;
const courtesyMs = 60_000;

const nothing: OutgoingMessage = { headers: { Accept: 'application/json' }, body: Buffer.from('') };

export const createNodeCommandSubject = (settings: ServiceSettings, subject: CommandSubject): Subject => {
  const { limits, contract, sender, stateDir, urls } = settings;
  const short = relative(process.cwd(), contract);
  const failed = (what: string) =>
    new ContractError(`subject of the contract ${short.startsWith('..') ? contract : short}: ${what}`);
  const cwd = resolve(dirname(contract), subject.cwd ?? '.');
  const probes = probesOf(subject);
  let port = 0;
  let seed = 0;
  let restarts = 0;
  let env = settings.env;
  let readyLine = false;
  let areProbesKnown = false;

  const driver = createDriver({
    ...settings,
    notice: (notice) => {
      if (notice.type === 'log' && 'log' in subject.ready && notice.text.includes(subject.ready.log)) readyLine = true;
      settings.notice(notice);
    },
  });
  const { clock, bounds, drive } = driver;

  const places = (name: string): string | undefined => {
    if (name === 'port') return String(port);
    if (name === 'stateDir') return stateDir;
    return name.startsWith('url:') ? urls[name.slice('url:'.length)] : undefined;
  };

  /** Lets time pass until it is answered; undefined when it cannot be. Rejects with `SubjectEnded`. */
  const exchange = async (target: Omit<Target, 'port'>, message: OutgoingMessage, withinMs: number) => {
    let answer: Answer | undefined;
    let giveUp = () => {};
    const work = sender
      .send({ ...target, port }, message, {
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
      giveUp();
      // Its end is nobody's news, but the next thing must not begin before it.
      await work;
    }
  };

  const isReady = async (): Promise<boolean> => {
    const { ready } = subject;
    if ('log' in ready) {
      await drive({}, bounds(0), () => true);
      return readyLine;
    }
    if ('port' in ready) {
      let isOpen: boolean | undefined;
      const knocked = sender.knock(port).then((answer) => {
        isOpen = answer;
      });
      await drive({}, bounds(courtesyMs), () => isOpen !== undefined);
      await knocked;
      return isOpen === true;
    }
    const { answer } = await exchange({ path: ready.path, method: 'GET' }, nothing, courtesyMs);
    return answer?.kind === 'answered' && answer.status >= 200 && answer.status < 300;
  };

  const start = async (): Promise<void> => {
    port = await freePort();
    readyLine = false;
    const [program, ...args] = subject.command.map((text) => fillText(text, places));
    if (program === undefined) throw failed('its command is empty.');
    checkCommand(program, cwd, failed);
    const own = Object.entries(subject.env ?? {}).map(([name, text]) => [name, fillText(text, places)]);
    const line = driver.start({ command: [program, ...args], cwd, env: Object.fromEntries(own) }, env);
    const withinMs = subject.readyWithinMs ?? usuallyReadyWithinMs;
    line.setPatience(Math.max(withinMs, limits.stallMs));
    const since = elapsed();
    const deadline = clock.now() + withinMs;
    try {
      await drive({ seed: `${seed}/${restarts}` }, bounds(0), () => true);
      while (!(await isReady())) {
        if (elapsed() - since > withinMs || clock.now() > deadline)
          throw failed(
            `it was not ready after ${withinMs / 1000} s (${JSON.stringify(subject.ready)}).\nCorrect subject.ready, or see that the service listens on 127.0.0.1 at {port}.`,
          );
        const until = clock.now() + askAgainMs;
        await drive({}, { ...bounds(0), deadline: until, reach: true }, (report) => report.now >= until);
      }
    } catch (error) {
      if (!(error instanceof SubjectEnded)) throw error;
      driver.lost();
      throw failed(`${explainEnd(error)}\nIt ended before it was ready.`);
    }
    line.setPatience(limits.stallMs);
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
      return settings.hasWebhook ? port : undefined;
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
    async call(call) {
      if (driver.running() === undefined)
        return { kind: 'unsettled', why: 'exit', detail: 'the process had ended before' };
      const operation = settings.operations[call.operation];
      if (operation === undefined) throw failed(`operations.${call.operation}.http is missing.`);
      const { method, path, message } = httpCall(operation, subject.headers ?? {}, call);
      try {
        const { driven, answer } = await exchange({ path, method }, message, limits.virtualMs);
        if (answer === undefined) return await driver.unsettled(driven === 'done' ? 'nothing' : driven);
        if (answer.kind === 'answered') return resultOf(operation, answer);
        // A process that ended takes its connections with it: its end may be heard only now.
        await drive({}, bounds(0), () => true);
        return { kind: 'thrown', name: 'NoAnswer', message: `the connection was ${answer.kind}`, stack: '' };
      } catch (error) {
        if (!(error instanceof SubjectEnded)) throw error;
        return driver.endedIn(error);
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
    close: () => driver.endProcess('planned'),
  };
};
