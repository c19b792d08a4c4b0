/** A service on the machine's own clock: started as a command or found at an address, and asked over its HTTP API. */
import type { ProbeName } from '../model/integration-facts.ts';
import { ContractError } from '../ports/errors.ts';
import type { Answer } from '../ports/sender.ts';
import type { CallResult, ServiceSettings, Subject } from '../ports/subject.ts';
import { watchActivity } from './activity.ts';
import { probesOf } from './contract-shape.ts';
import { firstResult } from './first-result.ts';
import { entriesOf, httpCall, longestAnswer, resultOf } from './http-operation.ts';
import { createRealClock } from './real-clock.ts';
import { pause } from './real-time.ts';
import type { ServiceHost } from './service-host.ts';

/** Beyond what the policy lets one expect. A busy machine takes its time. */
const slackMs = 250;
/** A subject from which nothing is heard for this much longer than it may take is not going to answer. */
const stuckAfterMs = 2_000;
/** Whoever keeps sending or logging without end is no more waited for than this. */
const longestCallMs = 180_000;
const longestRestMs = 45_000;
/** For the system to tell that a process ended whose connections broke. */
const exitToldWithinMs = 200;
/** For a service that has closed its port to end. */
const leavesWithinMs = 2_000;

/** Resolves once, from outside. */
const signal = () => {
  let raise = () => {};
  const raised = new Promise<void>((resolve) => {
    raise = resolve;
  });
  return { raised, raise };
};

export const createServiceSubject = (settings: ServiceSettings, host: ServiceHost): Subject => {
  const { service, sender } = settings;
  const clock = createRealClock();
  const activity = watchActivity(settings.wire, host.written);
  const probes = probesOf(service);
  let env = settings.env;
  /** What a service that nobody can empty had told before the case began. */
  let told: { readonly [probe in ProbeName]?: number } = {};

  const tellExit = (): void => {
    const exit = host.exit();
    // What was planned is told by whoever planned it.
    if (exit === undefined || exit.why === 'planned') return;
    settings.notice({ type: 'exit', code: exit.code, signal: exit.signal, why: exit.why });
  };

  const ask = (path: string, giveUp: Promise<void>): Promise<Answer> =>
    sender.send(
      { ...host.address(), path: `${host.prefix}${path}`, method: 'GET' },
      { headers: { Accept: 'application/json' }, body: Buffer.from('') },
      { hangUp: false, giveUp, keep: longestAnswer },
    );

  /** Gives up when nothing was heard of the subject for too long. */
  const patiently = async <T>(start: (giveUp: Promise<void>) => Promise<T>): Promise<T> => {
    const { raised, raise } = signal();
    let isOver = false;
    const work = start(raised).finally(() => {
      isOver = true;
    });
    void (async () => {
      const mayTake = (silentMs: number) => 2 * settings.nextSignMs('call', silentMs) + stuckAfterMs;
      await activity.quiet((silentMs) => (isOver ? 0 : mayTake(silentMs)), longestCallMs);
      raise();
    })();
    return work;
  };

  /** An answer waits for what was written before it, and what is sent after it does not come before it. */
  const nothingToTell = (): unknown => undefined;
  let tellAnswer = nothingToTell;

  /** What it did before it answered has to be heard before what it wrote is told. */
  const catchUp = async (): Promise<void> => {
    await pause(host.hearingMs);
    host.readLogs();
  };

  /** Connections break, and are refused, before the system tells that a process ended. */
  const hasEndedWithin = async (ms: number): Promise<boolean> => {
    for (let waited = 0; host.exit() === undefined && waited < ms; waited += 10) await pause(10);
    return host.exit() !== undefined;
  };

  /** Nothing can be asked of a service that has ended. */
  const read = async (name: ProbeName) => {
    const probe = service.probes?.[name];
    if (probe === undefined) return [];
    const answer = await patiently((giveUp) => ask(probe.path, giveUp));
    if (answer.kind !== 'answered' && (await hasEndedWithin(leavesWithinMs))) return [];
    return entriesOf(name, probe, answer);
  };

  const unanswered = async (answer: Exclude<Answer, { kind: 'answered' }>): Promise<CallResult> => {
    if (answer.kind === 'none')
      return {
        kind: 'unsettled',
        why: 'stuck',
        detail: 'it had not answered when nothing was heard of it any more, or for too long',
      };
    await hasEndedWithin(exitToldWithinMs);
    const exit = host.exit();
    if (exit !== undefined)
      return { kind: 'unsettled', why: exit.why === 'flooding' ? 'watchdog' : 'exit', detail: host.explain(exit) };
    return { kind: 'thrown', name: 'NoAnswer', message: `the connection was ${answer.kind}`, stack: '' };
  };

  return {
    clockKind: 'real',
    clock,
    probes,
    get webhookPort() {
      return settings.hasWebhook && host.exit() === undefined ? host.address().port : undefined;
    },
    async begin() {
      await host.fresh();
      env = settings.env;
      await host.start(env, tellExit);
      const lists = await Promise.all(probes.map(async (name) => [name, (await read(name)).length] as const));
      told = Object.fromEntries(lists);
    },
    async call(call, tell) {
      const result = firstResult(tell);
      if (host.exit() !== undefined)
        return result({ kind: 'unsettled', why: 'exit', detail: 'the process had ended before' });
      const operation = settings.operations[call.operation];
      if (operation === undefined) throw new ContractError(`operations.${call.operation}.http is missing.`);
      const { method, path, message } = httpCall(operation, service.headers ?? {}, call);
      const target = { ...host.address(), path: `${host.prefix}${path}`, method };
      const answer = await patiently((giveUp) =>
        sender.send(target, message, { hangUp: false, giveUp, keep: longestAnswer }),
      );
      if (answer.kind === 'answered') tellAnswer = () => result(resultOf(operation, answer));
      await catchUp();
      tellAnswer();
      tellAnswer = nothingToTell;
      return result(answer.kind === 'answered' ? resultOf(operation, answer) : await unanswered(answer));
    },
    catchUp: () => {
      host.readLogs();
      tellAnswer();
    },
    during: (work) => work,
    wait: (ms) => pause(ms),
    async quiet() {
      const settleMs = (service.settleMs ?? 0) + slackMs;
      await activity.quiet((silentMs) => settleMs + settings.nextSignMs('rest', silentMs), longestRestMs);
      host.readLogs();
    },
    async probe(name) {
      if (host.exit() !== undefined) return [];
      return (await read(name)).slice(told[name] ?? 0);
    },
    async refuse(hostAndPort, count) {
      settings.refuse(hostAndPort, count);
      if (count > 0) await clock.quiescent();
    },
    async reconnect(hostAndPort) {
      settings.closeConnections(hostAndPort);
      await clock.quiescent();
    },
    async restart(changes) {
      if (changes !== undefined) env = { ...env, ...changes };
      await host.kill();
      settings.notice({ type: 'exit', code: null, signal: 'SIGKILL', why: 'planned' });
      await host.start(env, tellExit);
    },
    async end() {
      const left = await host.stop();
      if (left !== undefined) settings.notice({ type: 'leftover', timers: 0, handles: [left] });
    },
    async close() {
      await host.close();
    },
  };
};
