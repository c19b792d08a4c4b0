/**
 * The harness's end of the line to the agent in a subject: a folder that the subject finds at the same path wherever it runs,
 * with a socket in it, the file of its clock, those of its log, and what the agent has to know before anything else.
 */
import { closeSync, existsSync, mkdirSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command, Failure, Report } from '../ports/agent.ts';
import { HarnessError, RealClockNeeded } from '../ports/errors.ts';
import type { SubjectSettings } from '../ports/subject.ts';
import type { Line } from './coordinator.ts';
import { elapsed, pause, turn } from './real-time.ts';

export interface AgentLine extends Line {
  readonly folder: string;
  /** PEM file of the certificate authority. */
  readonly ca: string;
  /** A file that is named in the environment of this subject, of all that it starts, and of nobody else. */
  readonly network: string;
  /** What has to stand in the subject's environment, beside its own `NODE_OPTIONS`. */
  environment(nodeOptions: string | undefined): { readonly [variable: string]: string };
  /** Resolves when an agent has called. */
  readonly called: Promise<void>;
  /** An agent has called, and is still there. */
  isHeld(): boolean;
  /** Of the agent's process, as it knows it. */
  pid(): number | undefined;
  /**
   * From now on it is known who the subject is: no other agent takes its place when it is gone. Rejects with `RealClockNeeded`
   * when that is not known.
   */
  settle(): Promise<void>;
  /** For how long, in real ms, an answer has been waited for. */
  waitedMs(): number | undefined;
  /** The subject wrote to a socket that it does not own, or the agent failed. */
  isBroken(): boolean;
  /** Ends it; who waits for an answer gets this. */
  close(why: Error): void;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const extension = extname(here(''));
/** Wrapped, because tsx changes to slower, asynchronous hooks when it sees TypeScript among the preloaded modules. */
const agentUrl = `data:text/javascript,import%22${new URL(`../clock/agent${extension}`, import.meta.url).href}%22`;

/** Files and folders that a Node somewhere else has to find at the same paths to run the agent. */
export const agentSources = (): readonly string[] => {
  const manifest = ['../../package.json', '../../../package.json'].map(here).find((path) => existsSync(path));
  return [here('../clock'), here('../ports'), ...(manifest === undefined ? [] : [manifest])];
};

/** An agent may be gone for so long before we hear of it. */
const goneToldWithinMs = 100;

let opened = 0;

/** What the agent has to know, beside where it may connect to: see `../clock/agent.ts`. */
export interface Beginning {
  /** Unix time in ms. */
  readonly now: number;
  readonly mayEnd: boolean;
}

export function openAgentLine(directory: string, settings: SubjectSettings, beginning: Beginning): AgentLine {
  opened++;
  const folder = join(directory, `line-${opened}`);
  mkdirSync(folder, { mode: 0o700 });
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, settings.ca, { mode: 0o600 });
  const ports = [
    ...Object.values(settings.urls).map((url) => Number(new URL(url).port)),
    ...Object.values(settings.redirects),
  ];
  const { redirects, proxy } = settings;
  const network = join(folder, 'network.json');
  writeFileSync(network, JSON.stringify({ ...beginning, redirects, ports, proxy }), { mode: 0o600 });
  const clock = openSync(join(folder, 'clock'), 'w+', 0o600);
  const clockBytes = new Float64Array(1);

  let asked:
    | {
        readonly command: Command;
        readonly at: number;
        readonly resolve: (report: Report) => void;
        readonly reject: (error: Error) => void;
      }
    | undefined;
  let agent: Socket | undefined;
  let agentPid: number | undefined;
  let isNew = true;
  let seed: string | undefined;
  /** Those that have called while another one is there, or seems to be. */
  let contenders = 0;
  let settled = false;
  let broken = false;
  /** Why nothing can be asked any more. */
  let closed: Error | undefined;
  let isOpen = true;
  const { promise: called, resolve: call } = Promise.withResolvers<void>();

  const take = () => {
    const taken = asked;
    asked = undefined;
    return taken;
  };
  const refuse = (error: Error) => {
    broken = true;
    closed ??= error;
    take()?.reject(error);
  };
  const hear = (line: string) => {
    const report = readReport(line);
    if (report === undefined) broken = true;
    if (report === undefined || report.seq !== asked?.command.seq) return;
    if ('broken' in report) refuse(new HarnessError(`The agent in the subject's process broke: ${report.broken}`));
    else take()?.resolve(report);
  };
  /** Jitter is the case's, also in an agent that came after another. */
  const say = (socket: Socket, command: Command) => {
    socket.write(`${JSON.stringify({ ...(isNew && seed !== undefined ? { seed } : {}), ...command })}\n`);
    isNew = false;
  };

  const accept = async (socket: Socket, pid: number | undefined) => {
    contenders += 1;
    for (let waited = 0; agent !== undefined && waited < goneToldWithinMs; waited += 10) await pause(10);
    contenders -= 1;
    if (socket.destroyed) return;
    if (agent !== undefined || settled) return refuse(new RealClockNeeded('several-processes'));
    agent = socket;
    agentPid = pid;
    isNew = true;
    call();
    // One that went before may have left it unanswered.
    if (asked !== undefined) say(socket, asked.command);
  };
  const welcome = (socket: Socket) => {
    let hasCalled = false;
    let text = '';
    socket.on('error', () => {});
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 1);
        if (hasCalled) hear(line);
        else void accept(socket, pidIn(line));
        hasCalled = true;
      }
    });
    socket.on('close', () => {
      if (agent === socket) agent = undefined;
    });
  };
  const server = createServer(welcome);
  server.on('error', (error) =>
    refuse(
      new HarnessError(
        `The line to the subject could not be opened: ${error.message}. When its path is too long, set TMPDIR to a shorter one.`,
      ),
    ),
  );
  server.listen(join(folder, 'socket'));
  server.unref();

  return {
    folder,
    ca,
    network,
    environment: (nodeOptions) => ({
      NODE_OPTIONS: [`--import=${agentUrl}`, nodeOptions].filter(Boolean).join(' '),
      GAUNTLET_LINE: folder,
      GAUNTLET_NETWORK: network,
    }),
    called,
    isHeld: () => agent !== undefined,
    pid: () => agentPid,
    settle: async () => {
      // Whoever does the work called before, and may be heard after.
      await turn();
      while (contenders > 0) await pause(10);
      if (closed !== undefined) throw closed;
      settled = true;
    },
    waitedMs: () => (asked === undefined ? undefined : elapsed() - asked.at),
    isBroken: () => broken,
    ask: (command) =>
      new Promise((resolve, reject) => {
        if (closed !== undefined) return reject(closed);
        seed = command.seed ?? seed;
        asked = { command, at: elapsed(), resolve, reject };
        if (agent !== undefined) say(agent, command);
      }),
    now: () => (isOpen && readSync(clock, clockBytes, 0, 8, 0) === 8 ? (clockBytes[0] ?? 0) : 0),
    close: (why) => {
      closed ??= why;
      isOpen = false;
      agent?.destroy();
      server.close();
      closeSync(clock);
      rmSync(folder, { recursive: true, force: true });
      take()?.reject(closed);
    },
  };
}

const pidIn = (line: string): number | undefined => {
  const pid: unknown = Reflect.get(Object(readReport(line)), 'pid');
  return typeof pid === 'number' ? pid : undefined;
};

function readReport(line: string): Report | Failure | undefined {
  try {
    const report: Report | Failure | undefined = JSON.parse(line);
    return report ?? undefined;
  } catch {
    return undefined;
  }
}
